import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { appSecret } from "../../support/app-secret";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { connectAs, testMysql } from "../../support/mysql";
import { type MysqlRelay, startMysqlRelay, type Verdict } from "../../support/mysql-relay";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

describe("16. The mark of an account on MariaDB is a grant", () => {
  let relay: MysqlRelay;
  let world: RotationWorld;
  let onStatement: (sql: string) => Verdict | Promise<Verdict>;
  beforeAll(async () => {
    relay = await startMysqlRelay(testMysql().port, { onStatement: (sql) => onStatement(sql) });
    world = await rotationWorld({}, { trusted: () => relay.caPem, sleep: async () => undefined });
  });
  afterAll(async () => {
    await world.close();
    await relay.close();
  });
  beforeEach(() => {
    onStatement = (sql) => ({ sql });
  });

  const made = (): Promise<ManualUser> =>
    manualUser(world, {
      clauses: "REQUIRE SSL",
      value: { port: relay.port },
      statements: ({ account, dbname }) => [
        `CREATE ROLE ${dbname}_role`,
        `GRANT ${dbname}_role TO ${account}`,
        `SET DEFAULT ROLE ${dbname}_role TO ${account}`,
      ],
    });
  const notes = async (user: string): Promise<string[]> => {
    const [rows = []] = await asRoot(
      `SELECT Db FROM mysql.db WHERE User = '${user}' AND Db LIKE 'rotated %' ORDER BY Db`,
    );
    return rows.map((row) => String(row.Db));
  };

  it("names the secret and the fingerprint of the rights, gives no right, and goes with the account", async () => {
    const one = await made();
    await one.secret.rotate();
    expect(await notes(one.clone)).toEqual([
      `rotated for secret: ${one.secret.name}`,
      "rotated in: us-east-1/123456789012",
      expect.stringMatching(/^rotated with rights: [0-9a-f]{32}$/),
    ]);
    const value = await one.secret.value();
    await expect(
      one.query(value, `CREATE TABLE \`rotated for secret: ${one.secret.name}\`.t (a INT)`),
    ).rejects.toThrow();
    await asRoot(`DROP USER '${one.clone}'`);
    expect(await notes(one.clone)).toEqual([]);
  });

  it("the fingerprint is replaced when the rights change, and never stands twice", async () => {
    const one = await made();
    await one.secret.rotate();
    await one.secret.rotate();
    const before = await notes(one.username);
    await one.sql(`GRANT UPDATE ON ${one.dbname}.* TO '${one.username}'`);
    await one.secret.rotate();
    await one.secret.rotate();
    const after = await notes(one.username);
    expect(after).toHaveLength(3);
    expect(after[2]).not.toBe(before[2]);
  });

  it.each([
    ["capitals and an underscore", "Prod/Orders_App+v2"],
    ["as long as AWS allows", `${"a-very/long_Name.".repeat(30)}@=`.slice(0, 512)],
  ])("a secret's name with %s is found again", async (_, prefix) => {
    const one = await made();
    const name = `${prefix}${one.username}`.slice(-512);
    const created = await world.client.send(
      new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(await one.secret.value()) }),
    );
    const secret = appSecret(world.client, world.handler, created.ARN ?? "", name);
    await secret.rotate();
    await secret.rotate();
    await secret.rotate();
    expect((await secret.value()).username).toBe(one.clone);
    const another = await world.secretWith(JSON.stringify(await secret.value()));
    const token = await another.begin();
    await another.step("createSecret", token);
    await expect(another.step("setSecret", token)).rejects.toThrow(`found: an account of the secret ${name};`);
  });

  it("the first rotation completes with its token, whichever statement is the first that does not get through", async () => {
    const undisturbed = await made();
    const token = await begun(undisturbed);
    relay.statements();
    for (const step of STEPS.slice(1)) await undisturbed.secret.step(step, token);
    const statements = relay.statements();
    const changing = statements.flatMap((sql, index) =>
      /^(CREATE|ALTER|GRANT|REVOKE|SET DEFAULT)/.test(sql) ? [index] : [],
    );
    expect(changing.length).toBeGreaterThan(9);
    for (const first of [...changing, (changing.at(-1) ?? 0) + 1]) {
      const one = await made();
      const again = await begun(one);
      let seen = 0;
      onStatement = (sql) => ({ sql: seen++ >= first ? "KILL CONNECTION_ID()" : sql });
      await one.secret.step("setSecret", again).catch(() => undefined);
      onStatement = (sql) => ({ sql });
      const [current, pending] = [await one.secret.value(), await one.secret.value("AWSPENDING")];
      expect(await one.query(current, "SELECT 1")).toEqual(["1"]);
      const usable = await one.query({ ...pending, dbname: "information_schema" }, "SELECT 1").catch(() => undefined);
      if (usable !== undefined) expect(await one.grants(one.clone)).toEqual(await one.grants(one.username));
      for (const step of STEPS) await one.secret.step(step, again);
      expect((await one.secret.value()).username).toBe(one.clone);
      expect(await one.grants(one.clone)).toEqual(await one.grants(one.username));
      expect(await one.definition(one.clone)).toBe(await one.definition(one.username));
    }
  }, 60_000);

  it("an account that somebody makes between our look and our CREATE USER does not get the mark", async () => {
    const one = await made();
    const token = await begun(one);
    onStatement = async (sql) => {
      if (sql.startsWith("CREATE USER")) await asRoot(`CREATE USER '${one.clone}' IDENTIFIED BY 'somebody-elses-1'`);
      return { sql };
    };
    await expect(one.secret.step("setSecret", token)).rejects.toThrow(/create-account.* found: 1396 /);
    onStatement = (sql) => ({ sql });
    expect(await notes(one.clone)).toEqual([]);
    await expect(one.secret.step("setSecret", token)).rejects.toMatchObject({
      code: "account_not_ours",
      effect: "none",
    });
    await (await connectAs({ username: one.clone, password: "somebody-elses-1" })).end();
  });

  it("an account that is dropped just before a grant does not come back without a password", async () => {
    const one = await made();
    const token = await begun(one);
    onStatement = async (sql) => {
      if (sql.startsWith("GRANT SELECT")) await asRoot(`DROP USER '${one.clone}'`);
      return { sql };
    };
    await expect(one.secret.step("setSecret", token)).rejects.toThrow(/the change "grant" .* found: 1133 /);
    expect(await asRoot(`SELECT Host FROM mysql.user WHERE User = '${one.clone}'`)).toEqual([[]]);
  });

  const begun = async (one: ManualUser): Promise<string> => {
    const token = await one.secret.begin();
    await one.secret.step("createSecret", token);
    return token;
  };
});
