import type { StrategyName } from "../../../rotation-fn/settings";
import { accountOf, changedByHand, logsIn, pendingOf, rotationUpTo } from "../../support/ops-accidents";
import { type Deployed, type OpsWorld, opsWorld } from "../../support/ops-world";
import { asRoot } from "../../support/rotation-world";

jest.setTimeout(900_000);

type Accident = (one: Deployed, ops: OpsWorld) => Promise<unknown>;

/** One for each treatment, and one that takes two of them. */
const ACCIDENTS: Readonly<Record<string, readonly [StrategyName, Accident]>> = {
  "continue the same version": ["alternating-users", (one, ops) => rotationUpTo(one, ops, "createSecret")],
  "continue the only password that works": [
    "single-user",
    async (one, ops) => {
      await rotationUpTo(one, ops, "setSecret");
      await asRoot(`ALTER USER ${await accountOf(one)} DISCARD OLD PASSWORD`);
    },
  ],
  "cancel and rotate": [
    "admin-rotated",
    async (one, ops) => {
      await rotationUpTo(one, ops, "createSecret");
      await one.secret.put({ ...(await one.secret.value()), changed: `${Math.random()}` });
    },
  ],
  "move AWSCURRENT back": ["alternating-users", changedByHand],
  "bring account and secret together, then continue": [
    "admin-rotated",
    async (one, ops) => {
      await rotationUpTo(one, ops, "createSecret");
      await changedByHand(one);
    },
  ],
};

describe("ops unstick, interrupted at every call", () => {
  let ops: OpsWorld;
  beforeAll(async () => {
    ops = await opsWorld();
  });
  afterAll(() => ops.close());

  it.each(Object.entries(ACCIDENTS))(
    "%s: loses no login, and ends well when it is repeated",
    async (_, [strategy, accident]) => {
      const one = await ops.deployed(strategy, 2);
      const violations: string[] = [];
      let runs = 0;
      for (const fault of ["crash", "lost-reply"] as const) {
        for (let at = 1, isDone = false; !isDone; at++) {
          await accident(one, ops);
          const before = { current: await logsIn(one), pending: await logsIn(one, "AWSPENDING") };
          one.aws.arm(fault, at);
          await one.ops("unstick", "--yes");
          const { calls } = one.aws;
          one.aws.disarm();
          isDone = calls.length < at;
          runs++;
          const name = `${fault} at ${calls.at(-1)} (${at})`;
          const works = (await logsIn(one)) || (await logsIn(one, "AWSPENDING"));
          if ((before.current || before.pending) && !works) violations.push(`${name}: no label logs in any more`);
          if (before.current && !(await logsIn(one))) violations.push(`${name}: AWSCURRENT does not log in any more`);
          const again = await one.ops("unstick", "--yes");
          if (again.exitCode !== 0)
            violations.push(`${name}: repeated, and ended with ${again.exitCode}: ${again.out}`);
          if (!(await logsIn(one))) violations.push(`${name}: repeated, and AWSCURRENT does not log in`);
          if ((await pendingOf(one)) !== undefined) violations.push(`${name}: repeated, and a rotation is pending`);
          await one.ops("rotate", "--yes");
        }
      }
      expect(violations).toEqual([]);
      expect(runs).toBeGreaterThan(8);
    },
  );
});
