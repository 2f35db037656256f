import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { handMade } from "../../support/hand-made";
import { connectAs, testMysql } from "../../support/mysql";
import { asRoot, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

/**
 * As on RDS for MySQL 8.0.36 and later: the admin's rights come through a role that need not be active after a login, they do
 * not reach the `mysql` schema, and there is no SUPER.
 */
async function adminByRole(world: RotationWorld): Promise<{ arn: string; username: string; password: string }> {
  const { username } = uniqueNames();
  const role = `${username}_role`;
  const shared = `'${testMysql().admin.username}'@'%'`;
  const [rows = []] = await asRoot(`SHOW GRANTS FOR ${shared}`);
  const grants = rows.map((row) => String(Object.values(row)[0]).replace(/`\w+`@`%`/, `\`${role}\`@\`%\``));
  await asRoot(
    `CREATE ROLE ${role}`,
    ...grants,
    `CREATE USER ${username} IDENTIFIED BY 'made-by-Hand-1'`,
    `GRANT ${role} TO ${username} WITH ADMIN OPTION`,
  );
  const credential = { username, password: "made-by-Hand-1" };
  const secret = await world.client.send(
    new CreateSecretCommand({ Name: `rds!db-${username}`, SecretString: JSON.stringify(credential) }),
  );
  return { arn: secret.ARN ?? "", ...credential };
}

describe("10. Works with the RDS/Aurora admin", () => {
  let world: RotationWorld;
  let admin: Awaited<ReturnType<typeof adminByRole>>;
  beforeAll(async () => {
    world = await rotationWorld();
    admin = await adminByRole(world);
  });
  afterAll(() => world.close());

  const asAdmin = async (...statements: string[]) => {
    const connection = await connectAs(admin);
    for (const statement of ["SET ROLE ALL", ...statements]) await connection.query(statement);
    await connection.end();
  };

  it("whose rights come through a role and stop at `mysql`: three rotations in a row, global privileges included", async () => {
    const made = await handMade(world, { value: { masterarn: admin.arn } });
    const account = `\`${made.username}\`@'%'`;
    await asAdmin(
      `GRANT SELECT, INSERT, CREATE VIEW, PROCESS ON *.* TO ${account} WITH GRANT OPTION`,
      `GRANT XA_RECOVER_ADMIN ON *.* TO ${account}`,
      `REVOKE SELECT ON sys.* FROM ${account}`,
    );
    const wanted = await made.grants(made.username);
    // What the admin itself may not, whom it grants a global privilege may not either; that is copied without being sent.
    expect(wanted).toContain("REVOKE INSERT, CREATE VIEW ON `mysql`.* FROM USER");
    for (let rotation = 1; rotation <= 3; rotation++) {
      await made.secret.rotate();
      expect(await made.grants(made.username)).toEqual(wanted);
      expect(await made.grants(made.clone)).toEqual(wanted);
    }
    expect(await made.query(await made.secret.value(), "SELECT 1")).toEqual(["1"]);
  });

  it("provisions and rotates with it from nothing", async () => {
    const secret = await world.secretWith(undefined);
    const { host, port } = testMysql();
    const event = { secretId: secret.arn, adminSecretId: admin.arn, host, port, ...uniqueNames() };
    await world.handler({ action: "provision", ...event, userHost: "%", privileges: ["SELECT", "CREATE"] });
    for (let rotation = 1; rotation <= 3; rotation++) await secret.rotate();
    expect((await secret.value()).username).toBe(`${event.username}_clone`);
  });

  it("says which right is missing when the role is not the admin's any more, and goes on when it is again", async () => {
    const made = await handMade(world, { value: { masterarn: admin.arn } });
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    await asRoot(`REVOKE ${admin.username}_role FROM ${admin.username}`);
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "missing_privilege", effect: "none" }),
    );
    await asRoot(`GRANT ${admin.username}_role TO ${admin.username} WITH ADMIN OPTION`);
    await made.secret.step("setSecret", token);
    await made.secret.step("testSecret", token);
  });
});
