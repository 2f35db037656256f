import { manualUser } from "../../support/manual-user";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("4. Revokes propagate", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  it("whatever was taken from the current user is taken from the other one, and does not come back", async () => {
    const made = await manualUser(world, {
      statements: ({ account, dbname }) => [
        `CREATE TABLE ${dbname}.t (a INT, b INT)`,
        `CREATE PROCEDURE ${dbname}.p() SELECT 1`,
        `CREATE ROLE ${dbname}_r`,
        `CREATE ROLE ${dbname}_s`,
        `GRANT INSERT, DELETE ON ${dbname}.* TO ${account} WITH GRANT OPTION`,
        `GRANT PROCESS, RELOAD ON *.* TO ${account} WITH GRANT OPTION`,
        ...(onMariadb() ? [] : [`GRANT XA_RECOVER_ADMIN, ROLE_ADMIN ON *.* TO ${account} WITH GRANT OPTION`]),
        `GRANT UPDATE (a, b) ON ${dbname}.t TO ${account}`,
        `GRANT EXECUTE ON PROCEDURE ${dbname}.p TO ${account}`,
        `GRANT ${dbname}_r TO ${account} WITH ADMIN OPTION`,
        `GRANT ${dbname}_s TO ${account} WITH ADMIN OPTION`,
        `SET DEFAULT ROLE ${onMariadb() ? "" : `${dbname}_r, `}${dbname}_s TO ${account}`,
      ],
    });
    await made.secret.rotate();
    const { username: current } = await made.secret.value();
    expect(current).toBe(made.clone);
    const account = `\`${current}\`@'%'`;
    await made.sql(
      `REVOKE DELETE, GRANT OPTION ON ${made.dbname}.* FROM ${account}`,
      `REVOKE RELOAD ON *.* FROM ${account}`,
      `REVOKE GRANT OPTION ON *.* FROM ${account}`,
      ...(onMariadb() ? [] : [`REVOKE ROLE_ADMIN ON *.* FROM ${account}`]),
      `REVOKE UPDATE (b) ON ${made.dbname}.t FROM ${account}`,
      `REVOKE EXECUTE ON PROCEDURE ${made.dbname}.p FROM ${account}`,
      `REVOKE ${made.dbname}_r FROM ${account}`,
      `REVOKE ${made.dbname}_s FROM ${account}`,
      `GRANT ${made.dbname}_s TO ${account}`,
      `SET DEFAULT ROLE NONE TO ${account}`,
    );
    const wanted = await made.grants(current);
    expect(wanted).toContain(`GRANT \`${made.dbname}_s\`${onMariadb() ? "" : "@`%`"} TO USER`);
    for (let rotation = 1; rotation <= 2; rotation++) {
      await made.secret.rotate();
      expect(await made.grants(made.username)).toEqual(wanted);
      expect(await made.grants(made.clone)).toEqual(wanted);
      expect(await made.definition(made.username)).toBe(await made.definition(made.clone));
    }
  });

  itOnMysql()("a partial revoke that is added or lifted follows", async () => {
    const made = await manualUser(world, { statements: ({ account }) => [`GRANT SELECT ON *.* TO ${account}`] });
    await made.secret.rotate();
    await made.sql(`REVOKE SELECT ON sys.* FROM \`${made.clone}\`@'%'`);
    await made.secret.rotate();
    expect(await made.grants(made.username)).toContain("REVOKE SELECT ON `sys`.* FROM USER");
    await made.sql(`GRANT SELECT ON sys.* TO \`${made.username}\`@'%'`);
    const lifted = await made.grants(made.username);
    expect(lifted.join()).not.toMatch(/REVOKE/);
    await made.secret.rotate();
    expect(await made.grants(made.clone)).toEqual(lifted);
  });
});
