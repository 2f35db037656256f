import type { LoginRequest } from "../../../rotation-fn/ports/database";
import type { AdminSecretValue } from "../../../rotation-fn/secret-value";
import { readSettings } from "../../../rotation-fn/settings";
import { loginRequest, readAdminSecret, signInAsAdmin } from "../../../rotation-fn/strategies/sign-in";
import { ADMIN_SECRET, refusal, stubContext, stubSession, valueWith } from "../../support/strategy-stubs";

const SERVER = { host: "db.test", port: 3306, transport: "verified" } as const;
const admin = (username: string, password: string): AdminSecretValue & { text: string } =>
  ({ username, password, text: JSON.stringify({ username, password }) }) as AdminSecretValue & { text: string };
const login = ({ username, password }: AdminSecretValue): LoginRequest => ({
  ...{ ...SERVER, username, password, adminSecretId: ADMIN_SECRET },
});

describe("the login of a value", () => {
  const settings = readSettings({});

  it("names no database and no engine where the value has no database, on MySQL", () => {
    expect(loginRequest(valueWith(), settings)).toStrictEqual({ ...SERVER, username: "app", password: "old" });
  });

  it("names the database, and the engine where it is MariaDB", () => {
    const value = valueWith({ dbname: "shop", engine: "mariadb" });
    expect(loginRequest(value, settings)).toStrictEqual({
      ...{ ...SERVER, username: "app", password: "old", database: "shop", engine: "mariadb" },
    });
  });
});

describe("the login of the admin", () => {
  /** Logs in as the admin whose secret has these values at one read after the other; the server accepts one of them. */
  async function signedIn(values: readonly { text: string }[], accepted?: string, server: object = SERVER) {
    const { session } = stubSession();
    const endpoint = { username: "admin", host: "db.test", port: 3306 };
    const refused = refusal("login_refused", { endpoint, found: "1045" });
    const { context, seen } = stubContext({
      values: { admin: values.map(({ text }) => text) },
      login: ({ username, password }) => (`${username}:${password}` === accepted ? session : refused),
    });
    const outcome = await signInAsAdmin(context, ADMIN_SECRET, server as typeof SERVER).catch(
      (error: unknown) => error,
    );
    return { outcome, session, refused, ...seen };
  }

  it("needs one read of its secret, and names no database and no engine on MySQL", async () => {
    const { outcome, session, logins, reads } = await signedIn([admin("dba", "one")], "dba:one");
    expect([outcome, reads]).toEqual([session, ["admin"]]);
    expect(logins).toStrictEqual([login(admin("dba", "one"))]);
  });

  it("names the engine where it is MariaDB", async () => {
    const { logins } = await signedIn([admin("dba", "one")], "dba:one", { ...SERVER, engine: "mariadb" });
    expect(logins).toStrictEqual([{ ...login(admin("dba", "one")), engine: "mariadb" }]);
  });

  it.each([
    ["password", admin("dba", "two")],
    ["user", admin("other", "one")],
  ])("is tried once more where its secret has another %s by then", async (_, newer) => {
    const accepted = `${newer.username}:${newer.password}`;
    const { outcome, session, logins } = await signedIn([admin("dba", "one"), newer], accepted);
    expect(outcome).toBe(session);
    expect(logins).toEqual([login(admin("dba", "one")), login(newer)]);
  });

  it.each([
    ["once where its secret did not change", [admin("dba", "one")], 1],
    ["twice where it did", [admin("dba", "one"), admin("dba", "two"), admin("dba", "three")], 2],
  ])("fails %s, by a code of its own and with the admin secret", async (_, values, count) => {
    const { outcome, logins, refused } = await signedIn(values);
    expect(logins).toHaveLength(count);
    expect(outcome).toMatchObject({
      code: "admin_login_refused",
      cause: refused,
      endpoint: { username: "admin", host: "db.test", port: 3306 },
      adminSecretId: ADMIN_SECRET,
      parts: {
        found: "1045",
        remedy: expect.stringMatching(/^let RDS set a new admin password, .*--rotate-master-user-password/),
      },
    });
  });

  it("keeps the error of a refusal that says nothing about the password", async () => {
    const locked = refusal("account_locked");
    const { context } = stubContext({ values: { admin: [admin("dba", "one").text] }, login: () => locked });
    await expect(signInAsAdmin(context, ADMIN_SECRET, SERVER)).rejects.toBe(locked);
  });

  it("has an error without an endpoint where the server's has none", async () => {
    const refused = refusal("login_refused");
    const { context } = stubContext({ values: { admin: [admin("dba", "one").text] }, login: () => refused });
    await expect(signInAsAdmin(context, ADMIN_SECRET, SERVER)).rejects.toMatchObject({
      ...{ code: "admin_login_refused", endpoint: undefined },
    });
  });

  it("cannot be read from a secret that is not there, which the error names", async () => {
    const { context } = stubContext();
    await expect(readAdminSecret(context.secrets, ADMIN_SECRET)).rejects.toMatchObject({
      ...{ code: "version_not_found", adminSecretId: ADMIN_SECRET },
    });
  });
});
