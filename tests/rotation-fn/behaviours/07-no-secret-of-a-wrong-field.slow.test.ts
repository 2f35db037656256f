import { generatePassword } from "../../../rotation-fn/password";
import { readSettings } from "../../../rotation-fn/settings";
import { testMysql } from "../../support/mysql";
import { type AppSecret, type AppValue, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { everythingOf, secretsIn } from "../../support/secret-forms";

/** What people paste: a password of the function's policy, and one without punctuation, as RDS and password managers make them. */
const PUNCTUATED = generatePassword(readSettings({}).passwordPolicy);
const PLAIN = generatePassword(readSettings({ EXCLUDE_PUNCTUATION: "true" }).passwordPolicy);
const PASSWORDS = [PUNCTUATED, PLAIN];
const pastes = [
  ["a password", PLAIN, PLAIN],
  ["a connection URL", `mysql://app:${encodeURIComponent(PUNCTUATED)}@db.example.internal:3306/shop`, PUNCTUATED],
] as const;

describe("7. no secret is shown that stands in a wrong field of a value", () => {
  let world: RotationWorld;
  let good: AppValue;
  beforeAll(async () => {
    world = await rotationWorld({}, { sleep: async () => undefined });
    good = await (await world.provisioned()).value();
  });
  afterAll(() => world.close());
  beforeEach(() => void world.logs());

  /** Everything that goes out while a secret is rotated, audited and waited for, whatever becomes of it. */
  async function everythingSaidOf(secret: AppSecret): Promise<string> {
    const said: unknown[] = [];
    const token = await secret.begin();
    for (const step of ["createSecret", "setSecret", "testSecret"] as const)
      said.push(await secret.step(step, token).catch((error: unknown) => everythingOf(error)));
    said.push(await world.handler({ action: "audit", secretIds: [secret.arn] }));
    said.push(world.logs());
    return said.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");
  }

  const FIELDS = ["host", "port", "engine", "ssl", "masterarn", "writerHost", "writerPort", "username", "dbname"];
  const cases = FIELDS.flatMap((field) =>
    pastes.map(([what, text, password]) => [what, field, text, password] as const),
  );

  it.each(cases)(
    "%s in %s",
    async (_, field, text, password) => {
      const provisioned = await world.provisioned();
      const value = { ...(await provisioned.value()), [field]: text };
      const secret = await world.secretWith(JSON.stringify(value));
      const said = await everythingSaidOf(secret);
      expect(said).toContain('"outcome":"failed"');
      expect(secretsIn(said, [password, value.password, testMysql().admin.password])).toEqual([]);
    },
    60_000,
  );

  it.each(PASSWORDS)("the secret's own password in host and user, once more (%#)", async (password) => {
    const value = { ...good, password };
    for (const field of ["host", "username"] as const) {
      const secret = await world.secretWith(JSON.stringify({ ...value, [field]: password.replace(/[^\w]/g, "x") }));
      expect(secretsIn(await everythingSaidOf(secret), [password, password.replace(/[^\w]/g, "x")])).toEqual([]);
    }
  });

  it.each([
    ["an object under a key", (password: string) => JSON.stringify({ host: { password }, engine: "mysql" })],
    ["a key that is the password", (password: string) => JSON.stringify({ [password]: "app", engine: "mysql" })],
    ["the bare password", (password: string) => password],
    ["a list", (password: string) => JSON.stringify([password])],
    ["a JSON text", (password: string) => JSON.stringify(password)],
    ["no end", (password: string) => `{"username":"app","password":"${password}`],
  ])("%s", async (_, textOf) => {
    for (const password of PASSWORDS) {
      const secret = await world.secretWith(textOf(password));
      const said = await everythingSaidOf(secret);
      expect(said).toContain('"code":"bad_secret_value"');
      expect(secretsIn(said, [password])).toEqual([]);
    }
  });

  it.each([
    [
      "user and password swapped",
      ({ username, password }: { username: string; password: string }) => ({ username: password, password: username }),
    ],
    ["a key that is the password", ({ password }: { password: string }) => ({ [password]: "admin" })],
    ["an old password as the user", ({ password }: { password: string }) => ({ username: password, password: "x" })],
  ])("an admin secret: %s", async (_, broken) => {
    for (const password of [...PASSWORDS, "hunter2hunter2"]) {
      const admin = await world.secretWith(JSON.stringify(broken({ username: "admin", password })));
      const secret = await world.secretWith(JSON.stringify({ ...good, masterarn: admin.arn }));
      expect(secretsIn(await everythingSaidOf(secret), [password])).toEqual([]);
    }
  });

  it("names the admin secret, and not the user, when the admin is refused", async () => {
    const admin = await world.secretWith(JSON.stringify({ username: "no-such-admin", password: "x" }));
    const said = await everythingSaidOf(await world.secretWith(JSON.stringify({ ...good, masterarn: admin.arn })));
    expect(said).toContain(`the login of the admin in the secret ${admin.arn} at `);
    expect(said).toContain("aws secretsmanager list-secret-version-ids --secret-id ");
    expect(said).not.toContain("no-such-admin");
  });
});
