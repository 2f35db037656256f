import { CancelRotateSecretCommand, DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { connectAs, itOnMysql, onMariadb, testMysql } from "../../support/mysql";
import { adminSecret, ownAdmin } from "../../support/own-admin";
import {
  type AppSecret,
  type AppValue,
  asRoot,
  grantsOf,
  logIn,
  type RotationWorld,
  rotationWorld,
} from "../../support/rotation-world";

const PRIVILEGES = [
  ...["SELECT", "INSERT", "UPDATE", "CREATE", "ALTER", "CREATE VIEW", "SHOW VIEW", "TRIGGER", "EVENT"],
  ...["CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE"],
];

describe("provision with Terraform's delete, of users that made views, routines, triggers and events", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let username: string;
  let dbname: string;
  let event: Record<string, unknown>;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.provisioned({ privileges: PRIVILEGES });
    const value = await secret.value();
    ({ username, dbname } = value);
    event = {
      action: "provision",
      secretId: secret.arn,
      adminSecretId: world.adminArn,
      engine: testMysql().engine,
      host: value.host,
      port: value.port,
      dbname,
      username,
      userHost: "%",
      privileges: PRIVILEGES,
    };
    world.logs();
  });

  /** As an application that migrates its own schema. */
  async function asApp({ username: user, password }: AppValue, ...statements: string[]): Promise<unknown[]> {
    const connection = await connectAs({ username: user, password });
    try {
      const rows: unknown[] = [];
      for (const statement of [`USE \`${dbname}\``, ...statements]) {
        const [found] = await connection.query(statement);
        rows.push(found);
      }
      return rows;
    } finally {
      await connection.end();
    }
  }
  const destroy = async (changes: Record<string, unknown> = {}) => {
    const { RotationEnabled } = await world.client.send(new DescribeSecretCommand({ SecretId: secret.arn }));
    if (RotationEnabled) await world.client.send(new CancelRotateSecretCommand({ SecretId: secret.arn }));
    return world.handler({ ...event, tf: { action: "delete", prev_input: null }, ...changes });
  };
  const read = async (view: string) => (await asRoot(`SELECT a FROM \`${dbname}\`.${view}`))[0]?.[0]?.a;
  const isLocked = async (user: string) => {
    const [, rows] = await asRoot("DO 0", `SHOW CREATE USER \`${user}\`@'%'`);
    return /ACCOUNT LOCK/.test(String(Object.values(rows?.[0] ?? {})[0]));
  };
  const view = ["CREATE TABLE t (a INT)", "INSERT INTO t VALUES (7)", "CREATE VIEW v AS SELECT a FROM t"];

  it("keeps a definer of views: locked, with a password that nobody knows and the rights of its views; the other is dropped", async () => {
    await asApp(await secret.value(), ...view);
    await secret.rotate();
    const [first, second] = [await secret.value("AWSPREVIOUS"), await secret.value()];
    if (!onMariadb()) {
      // A second password of the account is of no use either.
      await asRoot(`ALTER USER \`${username}\`@'%' IDENTIFIED BY 'by-Hand-12345!' RETAIN CURRENT PASSWORD`);
    }
    await expect(destroy()).resolves.toEqual({
      dropped: true,
      accounts: [`'${username}_clone'@'%'`],
      retired: [{ account: `'${username}'@'%'`, objects: [`view \`${dbname}\`.\`v\``] }],
    });
    expect(await read("v")).toBe(7);
    for (const password of [first.password, second.password, "by-Hand-12345!"]) {
      await expect(logIn({ ...first, password })).rejects.toThrow(/denied|locked/i);
    }
    await asRoot(`ALTER USER \`${username}\`@'%' ACCOUNT UNLOCK`);
    for (const password of [first.password, "by-Hand-12345!"]) {
      await expect(logIn({ ...first, password })).rejects.toThrow(/denied/i);
    }
    const grants = (await grantsOf(username)).join();
    for (const kept of ["SELECT", "INSERT", "UPDATE", "EXECUTE"]) expect(grants).toContain(kept);
    expect(grants).not.toMatch(/CREATE|ALTER|TRIGGER|EVENT/);
    expect(world.logs()).toContainEqual(
      expect.objectContaining({
        event: "account-retired",
        level: "warn",
        account: `'${username}'@'%'`,
        objects: `view \`${dbname}\`.\`v\``,
      }),
    );
  });

  it("keeps the definer of each kind, whichever of the two users it is, however often the destroy is repeated", async () => {
    await secret.rotate();
    const current = await secret.value();
    await asApp(
      await secret.value("AWSPREVIOUS"),
      ...view,
      "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 1",
    );
    await asApp(
      current,
      "CREATE PROCEDURE p() SELECT a FROM t",
      "CREATE FUNCTION f() RETURNS INT READS SQL DATA RETURN (SELECT MAX(a) FROM t)",
      "CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DO INSERT INTO t VALUES (1)",
    );
    for (let time = 1; time <= 2; time++) {
      await expect(destroy()).resolves.toEqual({
        dropped: true,
        accounts: [],
        retired: [
          { account: `'${username}'@'%'`, objects: [`view \`${dbname}\`.\`v\``, `trigger \`${dbname}\`.\`tr\``] },
          {
            account: `'${username}_clone'@'%'`,
            objects: [`function \`${dbname}\`.\`f\``, `procedure \`${dbname}\`.\`p\``, `event \`${dbname}\`.\`e\``],
          },
        ],
      });
    }
    for (const user of [username, `${username}_clone`]) expect(await isLocked(user)).toBe(true);
    await asRoot(`INSERT INTO \`${dbname}\`.t VALUES (8)`);
    expect(await read("v")).toBe(7);
    expect((await asRoot(`SELECT MAX(a) AS a FROM \`${dbname}\`.t`))[0]?.[0]?.a).toBe(9);
    await asRoot(`CALL \`${dbname}\`.p()`, `SELECT \`${dbname}\`.f()`);
  });

  it("is taken over by the next provisioning of the same secret, and rotates again", async () => {
    await asApp(await secret.value(), ...view);
    await secret.rotate();
    await destroy();
    await world.handler({ ...event, tf: { action: "create", prev_input: null } });
    await logIn(await secret.value());
    for (let rotation = 1; rotation <= 2; rotation++) await secret.rotate();
    for (const label of ["AWSCURRENT", "AWSPREVIOUS"]) await logIn(await secret.value(label));
    expect(await read("v")).toBe(7);
  });

  itOnMysql()("keeps a definer for an admin whom MySQL would let make orphans", async () => {
    const admin = await ownAdmin();
    await asRoot(...(await orphanMakers()).map((privilege) => `GRANT ${privilege} ON *.* TO ${admin.username}`));
    await asApp(await secret.value(), ...view);
    await expect(destroy({ adminSecretId: await adminSecret(world, admin) })).resolves.toMatchObject({
      retired: [{ account: `'${username}'@'%'` }],
    });
    expect(await read("v")).toBe(7);
  });

  itOnMysql()(
    "keeps a definer of objects that the admin cannot see, and a right that it cannot take away",
    async () => {
      const admin = await ownAdmin();
      await asRoot(`REVOKE EVENT ON *.* FROM ${admin.username}`, `GRANT SHUTDOWN ON *.* TO \`${username}\`@'%'`);
      await asApp(await secret.value(), "CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DO SELECT 1");
      await expect(destroy({ adminSecretId: await adminSecret(world, admin) })).resolves.toMatchObject({
        dropped: true,
        retired: [{ account: `'${username}'@'%'`, objects: [] }],
      });
      expect(await isLocked(username)).toBe(true);
      expect(world.logs()).toContainEqual(expect.objectContaining({ event: "right-kept", code: "missing_privilege" }));
    },
  );

  /** Privileges with which MySQL makes orphans: 8.2 and later have one for it, 8.0 has another. */
  async function orphanMakers(): Promise<readonly string[]> {
    const [rows = []] = await asRoot("SHOW PRIVILEGES");
    const names = rows.map((row) => String(row.Privilege).toUpperCase());
    return ["ALLOW_NONEXISTENT_DEFINER", "SET_ANY_DEFINER", "SET_USER_ID"].filter((name) => names.includes(name));
  }
});
