import type { StrategyName } from "../../../rotation-fn/settings";
import { changedByHand, logsIn, pendingOf } from "../../support/ops-accidents";
import { type Deployed, type OpsWorld, opsWorld } from "../../support/ops-world";

jest.setTimeout(900_000);

type Accident = (one: Deployed, ops: OpsWorld) => Promise<unknown>;

/** What happens before `unstick`. A secret keeps 100 versions a day, which bounds how often one can be used again. */
const ACCIDENTS: Readonly<Record<string, readonly [StrategyName, Accident]>> = {
  "move AWSCURRENT back": ["alternating-users", changedByHand],
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
