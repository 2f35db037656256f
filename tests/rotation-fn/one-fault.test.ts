import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import type { FaultKind } from "../support/faulty-ports";
import { explore } from "../support/memory/explore";
import { MemoryWorld } from "../support/memory/memory-world";

describe("faults in a rotation, in memory", () => {
  it.each(STRATEGY_NAMES)("%s: any one of them loses nothing", async (strategy) => {
    const { histories, violations } = await explore(await MemoryWorld.provisioned({ strategy }), 1);
    expect(violations).toEqual([]);
    expect(histories).toBeGreaterThan(40);
  });

  // Found by two-faults.slow.test.ts: the admin set the password once more, which ended the one that applications still had.
  it.each(STRATEGY_NAMES)("%s: a complete rotation that is described as pending changes nothing", async (strategy) => {
    const world = await MemoryWorld.provisioned({ strategy });
    const start = world.snapshot();
    const move = (await world.rotate()).calls.indexOf("UpdateSecretVersionStage") + 1;
    expect(move).toBeGreaterThan(0);
    for (const late of [1, 2, 3]) {
      world.restore(start);
      const faults = new Map<number, FaultKind>([
        [move, "lost-reply"],
        [move + late, "stale"],
      ]);
      expect((await world.rotate(faults)).violations).toEqual([]);
    }
  });
});
