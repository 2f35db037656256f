import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { itOnMysql } from "../../support/mysql";

describe("3. Grant copy is exact: a right on something that is gone", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  /** Objects, a grant on each, and the statements that take the objects away and leave the grants. */
  const made = () =>
    manualUser(world, {
      statements: ({ account, dbname }) => [
        `CREATE TABLE ${dbname}.kept (a INT, b INT)`,
        `CREATE TABLE ${dbname}.dropped (a INT)`,
        `CREATE TABLE ${dbname}.renamed (a INT)`,
        `CREATE TABLE ${dbname}.below (a INT)`,
        `CREATE VIEW ${dbname}.broken AS SELECT a FROM ${dbname}.below`,
        `CREATE DATABASE ${dbname}_2`,
        `CREATE TABLE ${dbname}_2.t (a INT)`,
        `GRANT INSERT, UPDATE (a, b), SELECT (b) ON ${dbname}.kept TO ${account} WITH GRANT OPTION`,
        `GRANT SELECT, UPDATE (a) ON ${dbname}.dropped TO ${account}`,
        `GRANT SELECT ON ${dbname}.renamed TO ${account} WITH GRANT OPTION`,
        `GRANT SELECT (a) ON ${dbname}.broken TO ${account}`,
        `GRANT SELECT ON ${dbname}_2.t TO ${account}`,
        `GRANT INSERT ON ${dbname}_2.* TO ${account}`,
      ],
    });
  const takeAway = ({ sql, dbname, username }: ManualUser) =>
    sql(
      `ALTER TABLE ${dbname}.kept DROP COLUMN b`,
      `DROP TABLE ${dbname}.dropped, ${dbname}.below`,
      `RENAME TABLE ${dbname}.renamed TO ${dbname}.moved`,
      `DROP DATABASE ${dbname}_2`,
      // What a server without automatic_sp_privileges keeps of a routine that was dropped.
      `INSERT INTO mysql.procs_priv (Host, Db, User, Routine_name, Routine_type, Grantor, Proc_priv)
       VALUES ('%', '${dbname}', '${username}', 'p', 'PROCEDURE', '', 'Execute')`,
      "FLUSH PRIVILEGES",
    );
  const worthSomething = (dbname: string) =>
    expect.arrayContaining([
      expect.stringMatching(
        /^GRANT (INSERT, UPDATE \(`?a`?\)|UPDATE \(`?a`?\), INSERT) ON `\w+`\.`kept` TO USER WITH GRANT OPTION$/,
      ),
      `GRANT INSERT ON \`${dbname}_2\`.* TO USER`,
    ]);
  const warnings = (lines: Record<string, unknown>[]) =>
    lines.filter(({ event }) => event === "rights-on-missing-objects");

  it("does not stop the first rotation, nor the next ones; each such right is named once with its REVOKE", async () => {
    const app = await made();
    await takeAway(app);
    world.logs();
    await app.secret.rotate();
    expect(await app.grants(app.clone)).toEqual(worthSomething(app.dbname));
    const [line, ...more] = warnings(world.logs());
    expect(more).toEqual([]);
    for (const gone of ["`kept`", "`dropped`", "`renamed`", "`broken`", "_2`.`t`", "PROCEDURE"]) {
      expect(line?.rights).toContain(gone);
    }
    expect(line?.rights).not.toMatch(/INSERT/);
    const { username, dbname } = app;
    expect(String(line?.statement).split("; ")).toContain(
      `REVOKE UPDATE (\`b\`) ON \`${dbname}\`.\`kept\` FROM '${username}'@'%'`,
    );
    // The statements do what they say.
    await app.sql(...String(line?.statement).split("; "));
    expect(await app.grants(app.username)).toEqual(await app.grants(app.clone));
    await app.secret.rotate();
    expect(warnings(world.logs())).toEqual([]);
  });

  it("does not stop a pair that was alike for long, is no drift, and is gone from both after two rotations", async () => {
    const app = await made();
    await app.secret.rotate();
    await app.secret.rotate();
    // A migration's temporary table: the current user was given a right on it, and it was dropped.
    await app.sql(
      `CREATE TABLE ${app.dbname}.moment (a INT)`,
      `GRANT SELECT ON ${app.dbname}.moment TO \`${app.username}\`@'%'`,
      `DROP TABLE ${app.dbname}.moment`,
    );
    expect(await world.auditOne(app.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
    expect(warnings(world.logs())).toEqual([
      expect.objectContaining({ rights: `SELECT on \`${app.dbname}\`.\`moment\`` }),
    ]);
    const calls = await stepsOf(app);
    expect(calls.testSecret).toMatchObject({ apiCalls: 2, logins: 1, failedLogins: 0 });
    expect(await world.auditOne(app.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
    await app.secret.rotate();
    expect((await app.grants(app.username)).join()).not.toContain("moment");
    expect(await app.grants(app.clone)).toEqual(await app.grants(app.username));
  });

  it("keeps a right that both have on what is gone, and sends nothing for it", async () => {
    const app = await made();
    await app.secret.rotate();
    await takeAway(app);
    const before = await app.grants(app.clone);
    await app.secret.rotate();
    expect(await app.grants(app.username)).toEqual(before);
    expect(await world.auditOne(app.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
  });

  itOnMysql()(
    "leaves out the privilege of an uninstalled plugin that the server knows again since its restart",
    async () => {
      const app = await manualUser(world);
      // What a start of the server finds and registers, although nothing is installed that knows the privilege.
      await app.sql(
        `INSERT INTO mysql.global_grants VALUES ('${app.username}', '%', 'FIREWALL_USER', 'N')`,
        "FLUSH PRIVILEGES",
      );
      expect((await app.sql("SHOW PRIVILEGES"))[0]).toContain("FIREWALL_USER");
      for (let rotation = 0; rotation < 2; rotation++) await app.secret.rotate();
      expect((await app.grants(app.clone)).join()).not.toContain("FIREWALL_USER");
      expect(warnings(world.logs())).toContainEqual(
        expect.objectContaining({
          rights: "FIREWALL_USER on *.*",
          statement: `REVOKE FIREWALL_USER ON *.* FROM '${app.username}'@'%'`,
        }),
      );
      expect(await world.auditOne(app.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
    },
  );

  /** What each step of one rotation cost. */
  async function stepsOf(app: ManualUser): Promise<Record<string, Record<string, unknown>>> {
    world.logs();
    await app.secret.rotate();
    return Object.fromEntries(
      world
        .logs()
        .filter(({ event }) => event === "step")
        .map((line) => [String(line.step), line]),
    );
  }
});
