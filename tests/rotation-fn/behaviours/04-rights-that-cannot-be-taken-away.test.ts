import { type AuditWorld, auditWorld } from "../../support/audit-world";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import type { RotationWorld } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

/** A right that the master user of RDS does not have. */
const FOREIGN = onMariadb() ? "SHUTDOWN" : "SYSTEM_VARIABLES_ADMIN";

describe("4. Revokes propagate: rights that the admin may not take away", () => {
  let world: AuditWorld;
  beforeAll(async () => {
    world = await auditWorld();
  });
  afterAll(() => world.close());

  const logged = (event: string) => world.logs().filter((line) => line.event === event);
  const idle = (app: ManualUser) => `\`${app.username}\`@'%'`;

  it("stay with the idle user, are named with the REVOKE, and are not handed on when it is current", async () => {
    const app = await manualUser(world);
    await app.secret.rotate();
    await app.sql(`GRANT ${FOREIGN}, ${onMariadb() ? "PROCESS" : "XA_RECOVER_ADMIN"} ON *.* TO ${idle(app)}`);
    world.logs();
    await app.secret.rotate();
    const lines = world.logs();
    expect(lines.filter(({ event }) => event === "rights-kept")).toEqual([
      expect.objectContaining({
        level: "warn",
        account: `'${app.username}'@'%'`,
        rights: `${FOREIGN} on *.*`,
        statement: `REVOKE ${FOREIGN} ON *.* FROM '${app.username}'@'%'`,
      }),
    ]);
    // The one beside it, in the same list, goes; and the test of the pending user takes no further login.
    expect((await app.grants(app.username)).join()).not.toMatch(/XA_RECOVER|PROCESS/);
    expect(lines).toContainEqual(
      expect.objectContaining({ event: "step", step: "testSecret", apiCalls: 2, logins: 1 }),
    );
    for (let rotation = 1; rotation <= 3; rotation++) {
      await app.secret.rotate();
      expect((await app.grants(app.clone)).join()).not.toContain(FOREIGN);
    }
    expect((await app.grants(app.username)).join()).toContain(FOREIGN);
    expect(await world.auditOne(app.secret)).toMatchObject({ healthy: false, grantDrift: 1 });
    // Somebody who may runs the statement of the warning.
    await app.sql(`REVOKE ${FOREIGN} ON *.* FROM ${idle(app)}`);
    world.logs();
    await app.secret.rotate();
    await app.secret.rotate();
    expect(logged("rights-kept")).toEqual([]);
    expect(await world.auditOne(app.secret)).toMatchObject({ healthy: true, grantDrift: 0 });
    expect((await app.sql(`SHOW CREATE USER ${idle(app)}`, `SHOW GRANTS FOR ${idle(app)}`)).join()).not.toMatch(
      /with.excess/,
    );
  });

  it("still stops a rotation that would leave the other user with less: such a right has to be given by somebody else", async () => {
    const app = await manualUser(world, { statements: ({ account }) => [`GRANT ${FOREIGN} ON *.* TO ${account}`] });
    await expect(app.secret.rotate()).rejects.toThrow(expect.objectContaining({ code: "missing_privilege" }));
  });

  itOnMysql()(
    "a dynamic privilege that the admin has itself is taken away, whatever else the idle user has",
    async () => {
      const app = await manualUser(world);
      await app.secret.rotate();
      await app.sql(`GRANT XA_RECOVER_ADMIN ON *.* TO ${idle(app)}`);
      await app.secret.rotate();
      expect(await app.grants(app.username)).toEqual(await app.grants(app.clone));
      // The privilege that is named with it must not be one that the account keeps.
      await app.sql(...[app.username, app.clone].map((user) => `GRANT SHOW DATABASES, PROCESS ON *.* TO ${user}`));
      await app.sql(`GRANT XA_RECOVER_ADMIN ON *.* TO ${app.clone}`);
      await app.secret.rotate();
      expect((await app.grants(app.clone)).join()).toMatch(/PROCESS, SHOW DATABASES/);
      expect(await app.grants(app.clone)).toEqual(await app.grants(app.username));
    },
  );
});

/** The list of mandatory roles is the server's. */
const describeMandatory = skippedBecause(onMariadb() ? "MariaDB has no mandatory roles" : undefined, describeOwnServer);

describeMandatory("4. Revokes propagate: a mandatory role", () => {
  let server: OwnMysql;
  let world: RotationWorld;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql: server, world, close } = await startOwnServerWorld());
  }, 60_000);
  afterAll(() => close());

  it("with ADMIN OPTION on one side only does not stop rotation, and the option is not handed on", async () => {
    const app = await manualUser(world, { mysql: server });
    await app.sql("CREATE ROLE everybody", "SET GLOBAL mandatory_roles = 'everybody'");
    await app.secret.rotate();
    await app.sql(`GRANT everybody TO \`${app.username}\`@'%' WITH ADMIN OPTION`);
    for (let rotation = 1; rotation <= 3; rotation++) {
      world.logs();
      await app.secret.rotate();
      expect((await app.grants(app.clone)).join()).not.toContain("ADMIN OPTION");
      const kept = world.logs().filter(({ event }) => event === "rights-kept");
      expect(kept).toHaveLength(rotation % 2);
    }
  });
});
