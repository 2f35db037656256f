import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import type { FaultKind } from "../support/faulty-ports";
import { explore, exploreOneByOne, play } from "../support/memory/explore";
import { ENGINES, MemoryWorld, SECRET } from "../support/memory/memory-world";
import { rotation } from "../support/memory/tasks";

describe("faults in a rotation, in memory", () => {
  it.each(STRATEGY_NAMES)("%s: the exploration leaves out no history", async (strategy) => {
    for (const engine of ENGINES) {
      const world = await MemoryWorld.provisioned({ strategy, engine });
      const start = world.snapshot();
      const { histories } = await explore(world, 1, rotation());
      world.restore(start);
      expect((await exploreOneByOne(world, 1, rotation())).histories).toBe(histories);
      expect(histories).toBeGreaterThan(50);
    }
  });

  // Found by two-faults.slow.test.ts: the admin set the password once more, which ended the one that applications still had.
  it.each(STRATEGY_NAMES)("%s: a complete rotation that is described as pending changes nothing", async (strategy) => {
    const world = await MemoryWorld.provisioned({ strategy });
    const start = world.snapshot();
    const move = (await play(world, rotation()(world))).calls.indexOf("UpdateSecretVersionStage") + 1;
    expect(move).toBeGreaterThan(0);
    for (const late of [1, 2, 3]) {
      world.restore(start);
      const faults = new Map<number, FaultKind>([
        [move, "lost-reply"],
        [move + late, "stale"],
      ]);
      expect((await play(world, rotation()(world), faults)).violations).toEqual([]);
    }
  });

  // Found by model.sweep.test.ts: AWSPREVIOUS, which was the account's first password, let the function in, and its change ended AWSCURRENT.
  it("single-user: an AWSCURRENT that is refused by mistake after a rollback works to the end of the rotation", async () => {
    const world = await MemoryWorld.provisioned({ strategy: "single-user" });
    await play(world, rotation()(world));
    world.secrets.rollBack(SECRET);
    const start = world.snapshot();
    const { calls } = await play(world, rotation()(world));
    for (const at of calls.flatMap((call, index) => (call.startsWith("login") ? [index + 1] : []))) {
      world.restore(start);
      const { violations } = await play(world, rotation()(world), new Map([[at, "false-no"]]));
      expect(violations).toEqual([]);
    }
  });
});
