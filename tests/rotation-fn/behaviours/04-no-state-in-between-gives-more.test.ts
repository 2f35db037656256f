import { manualUser } from "../../support/manual-user";
import { itOnMysql } from "../../support/mysql";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("4. Revokes propagate: no state in between gives more than both ends", () => {
  let world: RotationWorld;
  /** Each change of an account, as the adapter was asked for it. */
  let changes: string[] = [];
  let beforeNext: ((change: { kind: string }) => Promise<void>) | undefined;
  beforeAll(async () => {
    world = await rotationWorld(
      {},
      {
        aroundDatabase: (database) => ({
          async login(request) {
            const answer = await database.login(request);
            if (answer.kind !== "accepted") return answer;
            const { session } = answer;
            const apply = session.apply.bind(session);
            session.apply = async (change) => {
              await beforeNext?.(change);
              changes.push(change.kind);
              await apply(change);
            };
            return answer;
          },
        }),
      },
    );
  });
  afterAll(() => world.close());
  beforeEach(() => {
    changes = [];
    beforeNext = undefined;
  });

  itOnMysql()("a global privilege goes with its partial revoke: nothing is granted in `mysql` on the way", async () => {
    const app = await manualUser(world);
    // As the RDS admin gives it: with its own partial revokes.
    const [partial = []] = await app
      .sql(
        `GRANT INSERT, PROCESS ON *.* TO \`${app.username}\`@'%'`,
        `REVOKE INSERT ON mysql.* FROM \`${app.username}\`@'%'`,
        `SHOW GRANTS FOR \`${app.username}\`@'%'`,
      )
      .then((rows) => rows.slice(-1));
    expect(partial.join()).toMatch(/REVOKE INSERT ON `mysql`/);
    await app.secret.rotate();
    await app.sql(`REVOKE INSERT ON *.* FROM \`${app.clone}\`@'%'`);
    changes = [];
    await app.secret.rotate();
    expect(changes).toEqual(["revoke", "set-password"]);
    expect(await app.grants(app.username)).toEqual(await app.grants(app.clone));
  });

  itOnMysql()("a global privilege that is new and restricted is given to a locked account only", async () => {
    const app = await manualUser(world);
    await app.secret.rotate();
    await app.sql(`GRANT SELECT ON *.* TO \`${app.clone}\`@'%'`, `REVOKE SELECT ON sys.* FROM \`${app.clone}\`@'%'`);
    const locks: string[] = [];
    beforeNext = async ({ kind }) => {
      const [rows] = await asRoot(`SELECT account_locked FROM mysql.user WHERE User = '${app.username}'`);
      locks.push(`${kind} ${rows?.[0]?.account_locked}`);
    };
    await app.secret.rotate();
    expect(locks).toEqual(["lock-account N", "grant Y", "revoke Y", "set-password Y"]);
    expect(await app.grants(app.username)).toEqual(await app.grants(app.clone));
    await app.query(await app.secret.value(), "SELECT 1");
  });
});
