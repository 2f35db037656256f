import { execFileSync } from "node:child_process";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { itOnMysql } from "../../support/mysql";

describe("Accounts that views, routines, triggers and events name as their definer", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const logged = (event: string) => world.logs().filter((line) => line.event === event);
  const isLocked = async ({ sql }: ManualUser, account: string) =>
    /ACCOUNT LOCK/.test(String((await sql(`SHOW CREATE USER ${account}`))[0]?.[0]));

  it("a left-over row that is a definer is locked and kept, and every rotation goes on", async () => {
    const app = await manualUser(world, {
      statements: ({ username, dbname }) => [
        `CREATE TABLE ${dbname}.t (a INT)`,
        `INSERT INTO ${dbname}.t VALUES (7)`,
        `CREATE USER \`${username}\`@'10.%' IDENTIFIED BY 'made-by-Hand-1'`,
        `GRANT SELECT, DROP ON ${dbname}.* TO \`${username}\`@'10.%'`,
      ],
    });
    const orphans = `\`${app.clone}\`@'10.%'`;
    await app.secret.rotate();
    await app.secret.rotate();
    await app.sql(
      `CREATE DEFINER = ${orphans} VIEW ${app.dbname}.v AS SELECT a FROM ${app.dbname}.t`,
      `DROP USER \`${app.username}\`@'10.%'`,
    );
    world.logs();
    for (let rotation = 1; rotation <= 4; rotation++) {
      await app.secret.rotate();
      expect(await isLocked(app, orphans)).toBe(true);
      expect(await app.sql(`SELECT a FROM ${app.dbname}.v`)).toEqual([["7"]]);
      // It is nobody's any more: neither made again for the other user, nor a difference between the two.
      expect(await app.sql(`SELECT COUNT(*) FROM mysql.user WHERE User = '${app.username}' AND Host = '10.%'`)).toEqual(
        [["0"]],
      );
      expect(await world.auditOne(app.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
    }
    expect(logged("account-retired")[0]).toMatchObject({
      level: "warn",
      account: `'${app.clone}'@'10.%'`,
      objects: `view \`${app.dbname}\`.\`v\``,
    });
    expect((await app.grants(app.clone, "10.%")).join()).not.toContain("DROP");
    await app.sql(`DROP VIEW ${app.dbname}.v`);
    await app.secret.rotate();
    await app.secret.rotate();
    expect(await app.sql(`SELECT COUNT(*) FROM mysql.user WHERE Host = '10.%' AND User = '${app.clone}'`)).toEqual([
      ["0"],
    ]);
  });

  itOnMysql()(
    "orphans of a dump stop CREATE USER: by a code of its own, named, with the query that lists them",
    async () => {
      const app = await manualUser(world, {
        statements: ({ username, dbname }) => [
          `CREATE TABLE ${dbname}.t (a INT)`,
          `CREATE DEFINER = \`${username}_clone\`@'%' VIEW ${dbname}.v AS SELECT a FROM ${dbname}.t`,
          `CREATE DEFINER = \`${username}_clone\`@'%' TRIGGER ${dbname}.tr BEFORE INSERT ON ${dbname}.t FOR EACH ROW SET @x = 1`,
        ],
      });
      const token = await app.secret.begin();
      await app.secret.step("createSecret", token);
      world.logs();
      await expect(app.secret.step("setSecret", token)).rejects.toThrow(
        expect.objectContaining({
          code: "account_is_definer",
          effect: "none",
          message: expect.stringContaining(
            `its objects: view \`${app.dbname}\`.\`v\`, trigger \`${app.dbname}\`.\`tr\``,
          ),
        }),
      );
      const [line] = logged("step");
      expect(line).toMatchObject({ needsHuman: true, command: expect.stringContaining("information_schema.VIEWS") });
      const rows = await app.sql(queryIn(String(line?.command)));
      expect(rows[0]).toContain(`${app.clone}@%`);
      // What the message says to do.
      await app.sql(
        `ALTER DEFINER = \`${app.username}\`@'%' VIEW ${app.dbname}.v AS SELECT a FROM ${app.dbname}.t`,
        `DROP TRIGGER ${app.dbname}.tr`,
      );
      for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await app.secret.step(step, token);
    },
  );

  it("a routine that was made with AWSPREVIOUS loses its EXECUTE at the next rotation, which the log names", async () => {
    const app = await manualUser(world, {
      statements: ({ dbname, account }) => [`GRANT CREATE ROUTINE ON ${dbname}.* TO ${account}`],
    });
    await app.secret.rotate();
    await app.query(await app.secret.value("AWSPREVIOUS"), "CREATE PROCEDURE p() SELECT 1");
    world.logs();
    await app.secret.rotate();
    expect(logged("rights-revoked")).toEqual([
      expect.objectContaining({
        level: "info",
        account: `'${app.username}'@'%'`,
        rights: `EXECUTE on PROCEDURE \`${app.dbname}\`.\`p\`, ALTER ROUTINE on PROCEDURE \`${app.dbname}\`.\`p\``,
        why: `'${app.clone}'@'%' does not have them`,
      }),
    ]);
  });

  /** What a shell makes of the statement in a command that is printed. */
  function queryIn(command: string): string {
    const text = execFileSync("/bin/sh", ["-c", `printf '%s' ${/--execute=(.*)$/s.exec(command)?.[1] ?? ""}`], {
      encoding: "utf8",
    });
    expect(text).toMatch(/^SELECT /);
    return text;
  }
});
