import { manualUser } from "../../support/manual-user";
import { connectAs, itOnMysql, onMariadb, testMysql } from "../../support/mysql";
import { adminSecret, type OwnAdmin, ownAdmin } from "../../support/own-admin";
import { asRoot, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

describe("10. Works with the RDS/Aurora admin", () => {
  let world: RotationWorld;
  /** As on RDS for MySQL 8.0.36 and later: rights by a role, not on `mysql`, and no SUPER; on RDS for MariaDB they are its own. */
  let admin: OwnAdmin & { readonly arn: string };
  beforeAll(async () => {
    world = await rotationWorld();
    const credential = await ownAdmin(onMariadb() ? {} : { role: "_role" });
    admin = { ...credential, arn: await adminSecret(world, credential) };
  });
  afterAll(() => world.close());

  const asAdmin = async (...statements: string[]) => {
    const connection = await connectAs(admin);
    for (const statement of onMariadb() ? statements : ["SET ROLE ALL", ...statements])
      await connection.query(statement);
    await connection.end();
  };

  it("whose rights come through a role and stop at `mysql`: three rotations in a row, global privileges included", async () => {
    const made = await manualUser(world, { value: { masterarn: admin.arn } });
    const account = `\`${made.username}\`@'%'`;
    await asAdmin(
      `GRANT SELECT, INSERT, CREATE VIEW, PROCESS ON *.* TO ${account} WITH GRANT OPTION`,
      ...(onMariadb() ? [] : [`GRANT XA_RECOVER_ADMIN ON *.* TO ${account}`, `REVOKE SELECT ON sys.* FROM ${account}`]),
    );
    const wanted = await made.grants(made.username);
    // What the admin itself may not, whom it grants a global privilege may not either; that is copied without being sent.
    if (!onMariadb()) expect(wanted).toContain("REVOKE INSERT, CREATE VIEW ON `mysql`.* FROM USER");
    for (let rotation = 1; rotation <= 3; rotation++) {
      await made.secret.rotate();
      expect(await made.grants(made.username)).toEqual(wanted);
      expect(await made.grants(made.clone)).toEqual(wanted);
    }
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
  });

  it("provisions and rotates with it from nothing", async () => {
    const secret = await world.secretWith(undefined);
    const { engine, host, port } = testMysql();
    const event = { secretId: secret.arn, adminSecretId: admin.arn, engine, host, port, ...uniqueNames() };
    await world.handler({ action: "provision", ...event, userHost: "%", privileges: ["SELECT", "CREATE"] });
    for (let rotation = 1; rotation <= 3; rotation++) await secret.rotate();
    expect((await secret.value()).username).toBe(`${event.username}_clone`);
  });

  itOnMysql()(
    "says which right is missing when the role is not the admin's any more, and goes on when it is again",
    async () => {
      const made = await manualUser(world, { value: { masterarn: admin.arn } });
      const token = await made.secret.begin();
      await made.secret.step("createSecret", token);
      await asRoot(`REVOKE ${admin.username}_role FROM ${admin.username}`);
      await expect(made.secret.step("setSecret", token)).rejects.toThrow(
        expect.objectContaining({ code: "missing_privilege", effect: "none" }),
      );
      await asRoot(`GRANT ${admin.username}_role TO ${admin.username} WITH ADMIN OPTION`);
      await made.secret.step("setSecret", token);
      await made.secret.step("testSecret", token);
    },
  );
});
