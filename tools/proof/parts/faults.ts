import type { ProofPart } from "../proof-part";

/** Faults, interleavings and changes of the code: what a rotation survives, and what the tests notice. */
export const FAULTS: readonly ProofPart[] = [
  {
    id: "two-faults",
    title: "Two faults",
    tried:
      "Every history of at most two faults, on MySQL and MariaDB in memory, in a provisioning, a deprovisioning, a first and a later rotation of each " +
      "strategy, and in rotations after drift. A call of Secrets Manager or the database fails before its effect, after it with the reply " +
      "lost, once without an effect, or with an effect that stays unknown; a read is stale; a login is wrongly refused or not answered; of several " +
      "statements one gets through; the process dies; the answer of the function itself is lost. Then Secrets Manager repeats the steps.",
    figures: [
      { key: "histories", title: "histories of at most two faults", min: 100_000 },
      { key: "threeFaults", title: "histories of at most three faults, first rotations on MySQL", min: 100_000 },
      { key: "violations", title: "violations", max: 0 },
    ],
    defects: [
      {
        what: "a rotation that was complete, and described as pending, set its password once more and ended the one before",
        test: "tests/rotation-fn/one-fault.test.ts",
      },
    ],
    repeat: "npm run test:slow -- tests/rotation-fn/two-faults.slow.test.ts",
    sources: ["rotation-fn", "tests/support/memory", "tests/support/faulty-ports.ts"],
  },
  {
    id: "interleavings",
    title: "Two at once",
    tried:
      "Every order of the calls of two invocations that run at the same time, in memory, on MySQL and MariaDB, with each strategy: a step twice, two whole " +
      "rotations of one version, a rotation beside provision, deprovision, audit, inspect and expire-previous, a late step " +
      "beside a rollback. A call for a lock that the other one has waits or times out. AWSCURRENT logs in after every call, and " +
      "in the end a repetition and one more rotation complete. One limit is known, and a test keeps it: a setSecret or finishSecret that is " +
      "still under way when its rotation is cancelled can end after the next rotation, and AWSCURRENT is refused (so wait for the function's timeout before the next one is " +
      "started, as `unstick` does).",
    figures: [
      { key: "pairs", title: "pairs", min: 60 },
      { key: "states", title: "states", min: 20_000 },
      { key: "runs", title: "runs" },
      { key: "violations", title: "violations", max: 0 },
    ],
    defects: [],
    repeat: "npm run test:slow -- tests/rotation-fn/interleavings.slow.test.ts",
    sources: ["rotation-fn", "tests/support/memory"],
  },
  {
    id: "model",
    title: "Random sequences against a model",
    tried:
      "Random sequences of up to 20 of these: rotations, with a fault or a stale read or cancelled half-way; passwords set and added by hand on either user; " +
      "rollbacks; changed grants; a rotated admin; backups and their restore; deployments. After each the passwords of all accounts, the labels and the rights are " +
      "those of a reference model of 130 lines; a deployment and three rotations then leave no password without a label.",
    figures: [
      { key: "sequences", title: "sequences", min: 5_000 },
      { key: "commands", title: "commands" },
      { key: "violations", title: "violations", max: 0 },
    ],
    defects: [
      {
        what: "after a rollback one wrong refusal of AWSCURRENT made single-user change the account through AWSPREVIOUS, which ended AWSCURRENT",
        test: "tests/rotation-fn/one-fault.test.ts",
      },
    ],
    repeat: "npm run sweep -- tests/rotation-fn/model.sweep.test.ts",
    sources: ["rotation-fn", "tests/support/memory"],
  },
];
