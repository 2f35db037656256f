import { inGrant } from "../../support/account-text";
import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { emptySecret } from "../../support/empty-secret";
import { itOnMysql } from "../../support/mysql";
import { type AppSecret, asRoot, grantsOf } from "../../support/rotation-world";

describe("audit of the privileges that the environment declares", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const audit = async (secret: AppSecret, dbname: string, privileges = ["SELECT"]) => {
    const event = { action: "audit", secretIds: [secret.arn], declared: { [secret.arn]: { dbname, privileges } } };
    const { secrets } = (await world.handler(event)) as { secrets: Record<string, unknown>[] };
    return secrets[0] ?? {};
  };
  const provisioned = async (strategy?: "single-user" | "admin-rotated") => {
    const empty = await emptySecret(world, strategy);
    await empty.provision();
    const { dbname, username } = empty.event;
    return { ...empty, dbname, username, clone: `${username}_clone` };
  };

  it("finds a privilege that somebody granted by hand, and still after a rotation has copied it; provisioning takes it back", async () => {
    const { secret, dbname, username, clone, provision } = await provisioned();
    await secret.rotate();
    const on = `on \`${inGrant(dbname)}\`.*, which is not declared`;
    // As people write it: the name is a pattern then, where the server knows patterns.
    await asRoot(`GRANT DELETE ON \`${dbname}\`.* TO \`${clone}\`@'%'`);
    expect(await audit(secret, dbname)).toMatchObject({
      healthy: false,
      grantDrift: 1,
      problems: [expect.stringContaining(`: '${clone}'@'%' has DELETE ${on}. Provision again`)],
    });
    await secret.rotate();
    const copied = await audit(secret, dbname);
    expect(copied).toMatchObject({ healthy: false, grantDrift: 2 });
    for (const user of [username, clone]) {
      expect(copied.problems).toEqual([expect.stringContaining(`'${user}'@'%' has DELETE ${on}`)]);
    }
    await provision();
    expect(await audit(secret, dbname)).toMatchObject({ healthy: true, grantDrift: 0, problems: [] });
    for (const user of [username, clone]) expect((await grantsOf(user)).join()).not.toContain("DELETE");
  });

  it("finds a privilege that somebody revoked from both users, and what provisioning gives again", async () => {
    const { secret, dbname, username, clone, provision } = await provisioned();
    await secret.rotate();
    await asRoot(
      `GRANT INSERT ON \`${inGrant(dbname)}\`.* TO \`${clone}\`@'%'`,
      `REVOKE SELECT ON \`${inGrant(dbname)}\`.* FROM \`${clone}\`@'%'`,
    );
    expect(await audit(secret, dbname)).toMatchObject({
      grantDrift: 2,
      problems: [expect.stringMatching(`'${clone}'@'%' has INSERT .*; '${clone}'@'%' lacks SELECT on `)],
    });
    await provision();
    expect(await audit(secret, dbname)).toMatchObject({ healthy: true, grantDrift: 0 });
    expect(username).toBe(clone.replace("_clone", ""));
  });

  it.each(["single-user", "admin-rotated"] as const)("looks at the only user of %s too", async (strategy) => {
    const { secret, dbname, username } = await provisioned(strategy);
    expect(await audit(secret, dbname)).toMatchObject({ healthy: expect.any(Boolean), grantDrift: 0 });
    await asRoot(`GRANT UPDATE ON \`${inGrant(dbname)}\`.* TO \`${username}\`@'%'`);
    expect(await audit(secret, dbname)).toMatchObject({
      healthy: false,
      grantDrift: 1,
      problems: expect.arrayContaining([expect.stringContaining(`'${username}'@'%' has UPDATE on `)]),
    });
  });

  it("names rights on anything else in the log, and counts them only where the two users differ in them", async () => {
    const { secret, dbname, clone } = await provisioned();
    await secret.rotate();
    await asRoot(`CREATE DATABASE ${dbname}_other`, `GRANT SELECT ON \`${dbname}_other\`.* TO \`${clone}\`@'%'`);
    expect(await audit(secret, dbname)).toMatchObject({ grantDrift: 1 });
    await secret.rotate();
    world.logs();
    expect(await audit(secret, dbname)).toMatchObject({ healthy: true, grantDrift: 0 });
    const lines = world.logs().filter(({ event }) => event === "rights-elsewhere");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ level: "info", rights: expect.stringContaining("_other") });
  });

  itOnMysql()("does not miss a privilege that the account has on all databases", async () => {
    const { secret, dbname, username } = await provisioned();
    await asRoot(
      `GRANT SELECT ON *.* TO \`${username}\`@'%'`,
      `REVOKE SELECT ON \`${dbname}\`.* FROM \`${username}\`@'%'`,
    );
    // With partial revokes the REVOKE leaves a restriction where the account has the global privilege only.
    await asRoot(`REVOKE SELECT ON *.* FROM \`${username}\`@'%'`, `GRANT SELECT ON *.* TO \`${username}\`@'%'`);
    expect(await audit(secret, dbname)).toMatchObject({ grantDrift: 0 });
  });
});
