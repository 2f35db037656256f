import type { ProofPart } from "../proof-part";

/** Faults, interleavings and changes of the code: what a rotation survives, and what the tests notice. */
export const FAULTS: readonly ProofPart[] = [
  {
    id: "two-faults",
    title: "Two faults",
    tried:
      "Every history of at most two faults in which a call of Secrets Manager or the database fails before its effect, or after it with the " +
      "reply lost, in a provisioning, a first rotation and a later rotation of each strategy. Then Secrets Manager repeats the steps without a fault.",
    figures: [
      { key: "histories", title: "histories", min: 10_000 },
      { key: "violations", title: "violations", max: 0 },
    ],
    defects: [],
    repeat: "npm run test:slow -- tests/rotation-fn/two-faults.slow.test.ts",
    sources: ["rotation-fn", "tests/support/memory", "tests/support/faulty-ports.ts"],
  },
];
