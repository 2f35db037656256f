import { liveAccount } from "../../../rotation-fn/actions/further-account";
import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import type { Account } from "../../../rotation-fn/ports/account";
import type { DatabaseSession } from "../../../rotation-fn/ports/database";
import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import { parseSecretValue } from "../../../rotation-fn/secret-value";
import { readSettings } from "../../../rotation-fn/settings";
import { SILENT } from "../../support/memory/memory-world";

const VALUE = parseSecretValue(
  JSON.stringify({ engine: "mysql", host: "db.test", port: 3306, username: "shop", password: "p-current" }),
  "app",
);
const at = (host: string): Account => ({ user: "shop", host });

/** The account that a new one is made like, where the value's login is matched to an account or is answered with an error. */
async function live(answer: Account | ErrorCode, accounts: readonly Account[]) {
  const open = new Set<object>();
  const session = { identity: { account: answer }, close: async () => void open.clear() };
  const database = {
    login: async () => {
      if (typeof answer !== "string") {
        open.add(session);
        return { kind: "accepted", session: session as unknown as DatabaseSession } as const;
      }
      const error = new RotationError(answer, { problem: `${answer} happened`, remedy: "look" });
      return { kind: answer === "login_refused" ? "rejected" : "unknown", error } as const;
    },
  };
  const admin = { readAccount: async (account: Account) => ({ account }) } as unknown as DatabaseSession;
  const context = { database, secrets: {} as SecretStore, settings: readSettings({}), log: SILENT };
  const definition = await liveAccount(admin, accounts, VALUE, context);
  expect(open.size).toBe(0);
  return definition?.account;
}

describe("the account that one for another host is made like", () => {
  const [first, second] = [at("%"), at("10.%")];
  it.each<[string, Account | ErrorCode, Account]>([
    ["is the one that the login is matched to", second, second],
    ["is the first one where the login is refused", "login_refused", first],
    ["is the first one where the login is matched to an account of another user", { user: "", host: "%" }, first],
  ])("%s", async (_, answer, account) => {
    expect(await live(answer, [first, second])).toEqual(account);
  });

  it("is none where the user has no account", async () => {
    expect(await live("login_refused", [])).toBeUndefined();
  });

  it("is not known where the server does not answer", async () => {
    await expect(live("network_unreachable", [first])).rejects.toThrow("network_unreachable happened");
  });
});
