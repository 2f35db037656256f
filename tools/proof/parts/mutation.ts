import { MUTATED, MUTATED_PARTS, type MutatedPart } from "../../mutation/parts";
import type { Defect, ProofPart } from "../proof-part";

/** The share of changed code that tests must notice, in percent. */
export const MIN_MUTATION_SCORE = 95;

/** The name of a part's result: each is measured by itself, and counts for its own code. */
export function mutationProof(part: MutatedPart): string {
  return `mutation-${part}`;
}

const DEFECTS: Partial<Record<MutatedPart, readonly Defect[]>> = {
  strategies: [
    {
      what: "three errors lost, when something was put into their words, that a person is needed",
      test: "tests/rotation-fn/strategies/end-second-password.test.ts",
    },
  ],
};

export const MUTATION: readonly ProofPart[] = MUTATED_PARTS.map((part) => {
  const { place, tests } = MUTATED[part];
  // Of a folder: whole rotations, in a world in memory.
  const world = place.endsWith(".ts") ? [] : ["tests/support/memory", "tests/rotation-fn/answers", `tests/${place}`];
  return {
    id: mutationProof(part),
    title: `Mutation testing: ${part}`,
    tried:
      `Stryker changes \`${place}\` in one place at a time: a condition, a sign, a bound, a text, a call that is left out (mutants). The part's tests in memory run against each; ` +
      "a change that none of them notices survives. Why no test can notice it, a comment above the line says.",
    figures: [
      { key: "mutants", title: "mutants", min: 1 },
      { key: "survived", title: "that no test noticed" },
      { key: "unexplained", title: "of these without a reason beside the code", max: 0 },
      { key: "leftOut", title: "more that a comment leaves out, with the reason" },
      { key: "score", title: "% noticed, without those left out", min: MIN_MUTATION_SCORE },
    ],
    defects: DEFECTS[part] ?? [],
    repeat: `npm run mutation -- --fresh --only ${part}`,
    sources: [place, ...tests.map((test) => `tests/rotation-fn/${test}`), ...world],
  };
});
