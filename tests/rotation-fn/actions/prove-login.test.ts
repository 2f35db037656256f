import { proveLogin } from "../../../rotation-fn/actions/prove-login";
import type { DatabaseSession, LoginRequest } from "../../../rotation-fn/ports/database";
import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";
import { readSettings } from "../../../rotation-fn/settings";
import { SILENT } from "../../support/memory/memory-world";

const VALUE = { engine: "mysql", host: "db.test", port: 3306, username: "shop", password: "p-current", dbname: "shop" };

/** The logins that prove AWSCURRENT, where the server matches them to an account of a user. */
async function proved(matched: string, text = JSON.stringify(VALUE)): Promise<readonly LoginRequest[]> {
  const logins: LoginRequest[] = [];
  const session = { identity: { account: { user: matched, host: "%" } }, close: async () => undefined };
  await proveLogin({
    secret: { arn: "arn", name: "app" } as SecretDescription,
    secrets: { read: async () => text } as unknown as SecretStore,
    database: {
      login: async (request) => {
        logins.push(request);
        return { kind: "accepted", session: session as unknown as DatabaseSession };
      },
    },
    settings: readSettings({}),
    log: SILENT,
  });
  return logins;
}

describe("the login that proves AWSCURRENT", () => {
  it("is made as an application makes it", async () => {
    const { engine: _, dbname: database, ...login } = VALUE;
    expect(await proved("shop")).toEqual([{ ...login, database, transport: "verified" }]);
  });

  it("proves nothing where the server takes the user for another one", async () => {
    await expect(proved("")).rejects.toMatchObject({ code: "account_incomplete" });
  });

  it("names the version that cannot be read", async () => {
    await expect(proved("shop", "a password")).rejects.toThrow("the value of app (AWSCURRENT) is not JSON");
  });
});
