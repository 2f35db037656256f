import { inGrant } from "../../support/account-text";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { rootConnection } from "../../support/mysql";
import { asRoot, grantsOf } from "../../support/rotation-world";

describe("audit of the login and of the pair", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.logs();
    world.operations();
  });

  it.each([
    ["the password was changed by hand", (user: string) => `ALTER USER ${user} IDENTIFIED BY 'by-Hand-123'`, "refused"],
    ["the account is locked", (user: string) => `ALTER USER ${user} ACCOUNT LOCK`, "locked"],
    [
      "the account may no longer use its database",
      (user: string) => `REVOKE SELECT, INSERT ON DB.* FROM ${user}`,
      "missing",
    ],
  ])("finds a failing login: %s", async (_, statement) => {
    const secret = await world.rotated();
    const { username, dbname } = await secret.value();
    await asRoot(statement(`\`${username}\`@'%'`).replace("DB", `\`${inGrant(dbname)}\``));
    const found = await world.auditOne(secret);
    expect(found).toMatchObject({ healthy: false, loginFails: true, auditFailed: false });
    expect(found).not.toHaveProperty("grantDrift");
    expect(found.problems).toEqual([expect.stringMatching(/^applications cannot log in: the login of '/)]);
    const lines = world.logs();
    expect(lines).toContainEqual(
      expect.objectContaining({
        event: "audit",
        level: "error",
        needsHuman: true,
        command: expect.stringMatching(/^(mysql|mariadb) /),
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ secret: secret.name, loginFails: true, auditFailed: false }),
    );
  });

  it("does not take a server without an answer for a failing login, and counts it apart", async () => {
    const secret = await world.rotated();
    await secret.put({ ...(await secret.value()), port: 1 });
    const found = await world.auditOne(secret);
    expect(found).toMatchObject({
      healthy: false,
      auditFailed: true,
      problems: [expect.stringMatching(/^network_unreachable: .*ECONNREFUSED/)],
    });
    expect(found).not.toHaveProperty("loginFails");
    world.logs();
    await world.dailyAudit(secret.arn);
    const [metrics] = world.logs().filter((line) => "_aws" in line);
    expect(metrics).toMatchObject({ AuditFailed: 1, RotationOverdue: 0 });
    expect(metrics).not.toHaveProperty("LoginFailed");
  });

  it("finds that the two users differ, says in what, and leaves it to the next rotation", async () => {
    const secret = await world.rotated();
    const { username, dbname } = await secret.value();
    const idle = username.replace("_clone", "");
    await asRoot(
      `GRANT DELETE ON \`${dbname}\`.* TO \`${username}\`@'%'`,
      `GRANT UPDATE ON \`${dbname}\`.* TO \`${idle}\`@'%'`,
      `ALTER USER \`${idle}\`@'%' ACCOUNT LOCK`,
    );
    const before = await grantsOf(idle);
    const found = await world.auditOne(secret);
    expect(found).toMatchObject({ healthy: false, loginFails: false, grantDrift: 3 });
    expect(found.problems).toEqual([
      expect.stringMatching(
        /^the two users differ; a rotation makes .*: '(app_\w{8})'@'%' is locked; '\1'@'%' has too much: UPDATE on .*; '\1'@'%' lacks: DELETE on /,
      ),
    ]);
    expect(world.logs()).toContainEqual(expect.objectContaining({ secret: secret.name, grantDrift: 3 }));
    expect(await grantsOf(idle)).toEqual(before);
    await secret.rotate();
    expect(await world.auditOne(secret)).toMatchObject({ healthy: true, grantDrift: 0 });
  });

  it("compares every account of the two users: each has a counterpart with the same host", async () => {
    const secret = await world.rotated();
    const { username, password } = await secret.value();
    const idle = username.replace("_clone", "");
    await asRoot(`CREATE USER \`${username}\`@'10.%' IDENTIFIED BY '${password.replaceAll("'", "''")}'`);
    expect(await world.auditOne(secret)).toMatchObject({
      grantDrift: 1,
      problems: [expect.stringContaining(`'${idle}'@'10.%' is gone`)],
    });
    await asRoot(`DROP USER \`${username}\`@'10.%'`, `CREATE USER \`${idle}\`@'10.%'`);
    expect(await world.auditOne(secret)).toMatchObject({
      grantDrift: 1,
      problems: [expect.stringContaining(`'${idle}'@'10.%' has no counterpart`)],
    });
  });

  it("finds that the idle user was dropped; before the first rotation there is none", async () => {
    const fresh = await world.provisioned();
    expect(await world.auditOne(fresh)).toMatchObject({ grantDrift: 0 });
    await fresh.rotate();
    const { username } = await fresh.value();
    await asRoot(`DROP USER \`${username.replace("_clone", "")}\`@'%'`);
    expect(await world.auditOne(fresh)).toMatchObject({ grantDrift: 1, problems: [expect.stringMatching(/is gone$/)] });
  });

  it("does not compare the users while another invocation changes them, and calls that not known", async () => {
    const secret = await world.rotated();
    const { username } = await secret.value();
    const other = await rootConnection();
    try {
      await other.query("SELECT GET_LOCK(?, 0)", [`rotation-fn/${username.replace("_clone", "")}`]);
      const found = await world.auditOne(secret);
      expect(found).toMatchObject({
        healthy: false,
        loginFails: false,
        auditFailed: true,
        problems: [expect.stringMatching(/^not known whether the accounts are as they should be: /)],
      });
      expect(found).not.toHaveProperty("grantDrift");
    } finally {
      await other.end();
    }
  });
});
