import { STRATEGY_NAMES } from "../../../rotation-fn/settings";
import { type ManualUser, manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

describeOwnServer("25. A replica as the host, and no writer named", () => {
  let server: OwnMysql;
  let world: RotationWorld;
  let made: ManualUser;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql: server, world, close } = await startOwnServerWorld());
  }, 60_000);
  afterAll(() => close());

  it.each(STRATEGY_NAMES)(
    "%s: a host that is a replica is named as such, nothing is changed, and the writer's name cures it",
    async (strategy) => {
      made = await manualUser(world, {
        mysql: server,
        tags: [{ Key: "rotation:strategy", Value: strategy }],
        statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
      });
      if (strategy !== "single-user") await made.secret.rotate();
      const before = [await made.definition(made.username), await made.secret.value()];
      const token = await made.secret.begin();
      await made.secret.step("createSecret", token);
      await made.sql("SET GLOBAL super_read_only = ON");
      try {
        const step = made.secret.step("setSecret", token);
        await expect(step).rejects.toThrow(expect.objectContaining({ code: "read_only_server", effect: "none" }));
        await expect(step).rejects.toThrow(/let "host" of the secret name the writer/);
        expect([await made.definition(made.username), await made.secret.value()]).toEqual(before);
      } finally {
        await made.sql("SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF");
      }
      for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await made.secret.step(step, token);
    },
  );
});

describe("25. Cost", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const sumOf = (lines: Record<string, unknown>[], field: string) =>
    lines.filter((line) => line.event === "step").reduce((sum, line) => sum + Number(line[field]), 0);
  const costOfRotation = async (made: ManualUser) => {
    world.logs();
    world.operations();
    await made.secret.rotate();
    const lines = world.logs();
    return {
      apiCalls: world.operations().length,
      logins: sumOf(lines, "logins"),
      failedLogins: sumOf(lines, "failedLogins"),
      statements: sumOf(lines, "statements"),
    };
  };

  it.each(STRATEGY_NAMES)(
    "%s: at most 11 calls and 3 logins, none of them failing, first and later",
    async (strategy) => {
      const made = await manualUser(world, {
        tags: [{ Key: "rotation:strategy", Value: strategy }],
        statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
      });
      for (let rotation = 1; rotation <= 3; rotation++) {
        const { apiCalls, logins, failedLogins } = await costOfRotation(made);
        expect(apiCalls).toBeLessThanOrEqual(11);
        expect(logins).toBeLessThanOrEqual(3);
        expect(failedLogins).toBe(0);
      }
    },
  );

  it("the statements do not grow with the grants: two reads of each account and the password, when nothing changed", async () => {
    const costs: number[] = [];
    for (const grants of [1, 100]) {
      const made = await manualUser(world, {
        statements: ({ account, dbname }) =>
          Array.from({ length: grants }, (_, index) => `GRANT INSERT ON \`${dbname}_${index}\`.* TO ${account}`),
      });
      await made.secret.rotate();
      await made.secret.rotate();
      costs.push((await costOfRotation(made)).statements);
    }
    // setSecret: who am I (twice), the session's dialect, its roles, the lock, the accounts, two reads of each, the password.
    // testSecret: who am I, the dialect, two reads.
    // MariaDB: no roles to activate, and the notes are read before the password, in two reads.
    expect(costs).toEqual(onMariadb() ? [16, 16] : [15, 15]);
  });
});
