import { setTimeout } from "node:timers/promises";
import { connect } from "../../../local/mysql/connection";
import { STRATEGY_NAMES, STRATEGY_TAG } from "../../../rotation-fn/settings";
import { itOnMysql, onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import type { AppSecret, RotationWorld } from "../../support/rotation-world";

describeOwnServer("15. no needless failed logins", () => {
  let mysql: OwnMysql;
  let world: RotationWorld;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql, world, close } = await startOwnServerWorld());
  });
  afterAll(() => close());

  /** Logins that the server has denied since it started. The server counts after it has answered, so the counter has to be at rest. */
  const denied = async (): Promise<number> => {
    const read = async () => Number((await mysql.run("SHOW GLOBAL STATUS LIKE 'Aborted_connects'"))[0]?.Value);
    let [before, now] = [-1, await read()];
    while (now !== before) {
      await setTimeout(100);
      [before, now] = [now, await read()];
    }
    return now;
  };
  /** One failed login, by whomever, and nobody can use the account any more. */
  const strict = async (secret: AppSecret): Promise<void> => {
    const { username } = await secret.value();
    await mysql.run(`ALTER USER \`${username}\`@'%' FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME UNBOUNDED`);
  };
  const canLogIn = async (secret: AppSecret): Promise<void> => {
    const { username, password } = await secret.value();
    await (await connect(mysql, { username, password })).end();
  };
  /** The logins of the function, as its own lines count them. */
  const counted = () => {
    const lines = world.logs().filter((line) => line.event === "step" || line.event === "action");
    expect(lines.every((line) => line.failedLogins === 0)).toBe(true);
    return lines.reduce((sum, line) => sum + Number(line.logins), 0);
  };

  itOnMysql()("the server counts what it denies, and locks such an account at once", async () => {
    const secret = await world.provisioned();
    await strict(secret);
    const before = await denied();
    const { username } = await secret.value();
    await expect(connect(mysql, { username, password: "wrong" })).rejects.toMatchObject({ errno: 3955 });
    expect(await denied()).toBe(before + 1);
    await expect(canLogIn(secret)).rejects.toMatchObject({ errno: 3955 });
    world.logs();
  });

  it.each(STRATEGY_NAMES)(
    "an account that one failed login would lock survives %s: first, later, and repeated",
    async (strategy) => {
      const before = await denied();
      const secret = await world.provisioned({ tags: [{ Key: STRATEGY_TAG, Value: strategy }] });
      await strict(secret);
      world.logs();
      await secret.rotate();
      expect(counted()).toBeLessThanOrEqual(3);
      await canLogIn(secret);
      await secret.rotate();
      expect(counted()).toBeLessThanOrEqual(3);
      await canLogIn(secret);

      const token = await secret.begin();
      for (const step of [
        "createSecret",
        "setSecret",
        "setSecret",
        "testSecret",
        "testSecret",
        "finishSecret",
      ] as const) {
        await secret.step(step, token);
      }
      await canLogIn(secret);
      await world.handler({ action: "audit", secretIds: [secret.arn] });
      const [lines, after] = [world.logs(), await denied()];
      // A user of MariaDB that has changed itself cannot show that it has, but by a login that fails with the old password.
      const refused = onMariadb() && strategy === "single-user" ? 1 : 0;
      expect(lines.filter((line) => Number(line.failedLogins) > 0)).toHaveLength(refused);
      expect(after - before).toBe(refused);
    },
  );
});
