import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { ENGINES } from "../support/memory/memory-world";
import { requireModelHolds } from "../support/memory/model-runs";

/** More sequences: model.sweep.test.ts. */
describe("random sequences of rotations, drift, rollbacks, backups and faults, in memory", () => {
  it.each(STRATEGY_NAMES)("%s: end as the reference model says", async (strategy) => {
    for (const engine of ENGINES) await requireModelHolds(strategy, engine, 35);
  });
});
