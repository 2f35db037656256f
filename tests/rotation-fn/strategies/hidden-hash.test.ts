import { RotationError } from "../../../rotation-fn/errors";
import type { Account, AccountChange } from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession, LoginAnswer } from "../../../rotation-fn/ports/database";
import type { Log } from "../../../rotation-fn/ports/log";
import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";
import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { readSettings } from "../../../rotation-fn/settings";
import { adminRotated } from "../../../rotation-fn/strategies/admin-rotated";

/**
 * admin-rotated on a server that stores passwords in a form that the function does not know (a later version's): only a login can
 * tell then whether an earlier attempt got through. No server of today does so, hence the fake.
 */
const noLine = (): void => undefined;
const account: Account = { user: "app", host: "%" };
const valueWith = (password: string) =>
  parseSecretValue(
    JSON.stringify({ engine: "mysql", host: "db", username: "app", password, masterarn: "arn:aws:x" }),
    "the test",
  );
const secret: SecretDescription = {
  arn: "arn:aws:secret",
  name: "shop",
  tags: new Map(),
  labels: new Map(),
} as unknown as SecretDescription;

/** The changes that were made, on a server that answers the login with the pending password like this. */
async function changesWhen(
  pendingAnswer: "accepted" | "login_refused" | "network_unreachable",
): Promise<AccountChange[]> {
  const changes: AccountChange[] = [];
  const session = (user: string) =>
    ({
      identity: {
        account: { user, host: "%" },
        database: undefined,
        server: {
          flavour: "mysql",
          version: "10.0.0",
          dualPasswords: true,
          accountAttributes: true,
          usernameLimit: 32,
        },
      },
      readCredential: async () => ({
        account,
        plugin: "caching_sha2_password",
        attribute: { rotated_for_secret: "shop" },
        isPrimary: () => undefined,
      }),
      apply: async (change: AccountChange) => void changes.push(change),
      lock: async () => undefined,
      close: async () => undefined,
    }) as unknown as DatabaseSession;
  const database: Database = {
    async login({ username, password }): Promise<LoginAnswer> {
      if (password !== "pending" || pendingAnswer === "accepted")
        return { kind: "accepted", session: session(username) };
      const error = new RotationError(pendingAnswer, { problem: "no", remedy: "none" });
      return { kind: pendingAnswer === "login_refused" ? "rejected" : "unknown", error };
    },
  };
  const secrets = { read: async () => '{"username":"admin","password":"admin"}' } as unknown as SecretStore;
  const log = { debug: noLine, info: noLine, warn: noLine, error: noLine, measure: noLine } as Log;
  const context = { secret, secrets, database, settings: readSettings({}), log };
  await adminRotated.change(valueWith("current"), valueWith("pending"), context);
  return changes;
}

describe("admin-rotated, where the server hides what it compares passwords with", () => {
  it("leaves the account alone when the pending password works: another RETAIN would end the current one", async () => {
    expect(await changesWhen("accepted")).toEqual([]);
  });

  it("sets the pending password and retains the current one when the server says that it is wrong", async () => {
    expect(await changesWhen("login_refused")).toEqual([
      { kind: "change-password", account, password: "pending", retain: true },
    ]);
  });

  it("changes nothing when the server does not answer", async () => {
    await expect(changesWhen("network_unreachable")).rejects.toMatchObject({ code: "network_unreachable" });
  });
});
