import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { explore } from "../support/memory/explore";
import { MemoryWorld } from "../support/memory/memory-world";
import { rotation } from "../support/memory/tasks";

/** Two faults in every other start of a rotation, in a provisioning and a deprovisioning: two-faults.slow.test.ts. */
describe("any two faults in a first rotation on MySQL", () => {
  let histories = 0;

  it.each(STRATEGY_NAMES)("%s: lose nothing", async (strategy) => {
    const explored = await explore(await MemoryWorld.provisioned({ strategy }), 2, rotation());
    expect(explored.violations).toEqual([]);
    histories += explored.histories;
  });

  it("are more than 10,000 histories", () => {
    process.stderr.write(`two faults, first rotations on MySQL: ${histories} histories, 0 violations\n`);
    expect(histories).toBeGreaterThan(10_000);
  });
});
