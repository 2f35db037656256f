import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { type ManualUser, manualUser } from "../../support/manual-user";

describe("3. The copy of grants is exact: packages of MariaDB", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const inOracleMode = (made: ManualUser, ...statements: string[]) =>
    made.sql("SET SESSION sql_mode = 'ORACLE'", ...statements, "SET SESSION sql_mode = DEFAULT");
  /** A package and its body, which the application may execute. They are written in the mode of Oracle. */
  const withPackage = async (): Promise<ManualUser> => {
    const made = await manualUser(world);
    const name = `\`${made.dbname}\`.\`prices\``;
    const account = `\`${made.username}\`@'%'`;
    await inOracleMode(
      made,
      `CREATE PACKAGE ${name} AS FUNCTION net(gross INT) RETURN INT; END`,
      `CREATE PACKAGE BODY ${name} AS FUNCTION net(gross INT) RETURN INT AS BEGIN RETURN gross - 1; END; END`,
      `GRANT EXECUTE ON PACKAGE ${name} TO ${account}`,
      `GRANT EXECUTE ON PACKAGE BODY ${name} TO ${account}`,
    );
    return made;
  };

  it("copies rights on a package and its body, and the other user may execute it", async () => {
    const made = await withPackage();
    await made.secret.rotate();
    const grants = await made.grants(made.clone);
    expect(grants).toEqual(await made.grants(made.username));
    expect(grants.join()).toMatch(/EXECUTE ON PACKAGE BODY `.*EXECUTE ON PACKAGE `/);
    expect(await made.query(await made.secret.value(), `SELECT \`${made.dbname}\`.prices.net(10)`)).toEqual(["9"]);
    expect(await world.auditOne(made.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
    await made.secret.rotate();
    expect((await made.secret.value()).username).toBe(made.username);
  });

  it("leaves rights on a package that was dropped out, and counts them in no drift", async () => {
    const made = await withPackage();
    await inOracleMode(made, `DROP PACKAGE \`${made.dbname}\`.\`prices\``);
    await made.secret.rotate();
    await made.secret.rotate();
    expect(await world.auditOne(made.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
  });

  it("revokes them from the other user too, and stays in its own mode after a refusal", async () => {
    const made = await withPackage();
    await made.secret.rotate();
    const name = `\`${made.dbname}\`.\`prices\``;
    await inOracleMode(made, `REVOKE EXECUTE ON PACKAGE BODY ${name} FROM \`${made.clone}\`@'%'`);
    await made.sql(`GRANT SELECT ON \`${made.dbname}\`.* TO \`${made.clone}\`@'%' WITH GRANT OPTION`);
    await made.secret.rotate();
    expect(await made.grants(made.username)).toEqual(await made.grants(made.clone));
    expect((await made.grants(made.username)).join()).not.toContain("PACKAGE BODY");
  });
});
