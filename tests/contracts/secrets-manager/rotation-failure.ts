import { type ContractKit, explained, outcome, version } from "./kit";
import type { Rule } from "./rule";

const ALL_STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const INCOMPLETE = "InvalidRequestException: A previous rotation isn't complete. That rotation will be reattempted.";

/** The rules of rotations that fail. */
export const ROTATION_FAILURE_RULES: readonly Rule[] = [
  {
    // userguide/rotate-secrets_lambda.html: "If any rotation step fails, Secrets Manager retries the entire rotation
    // process multiple times." Assumed: the same token.
    title: "a failed step repeats the entire process from createSecret with the same token",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      const tokens = new Set<string>();
      let failures = 1;
      const steps = await kit.useFunction(secret, async (step, _arn, token) => {
        tokens.add(token);
        if (step === "testSecret" && failures-- > 0) throw new Error("not yet");
      });
      await kit.startRotation(secret, "b");
      const { status } = await kit.rotation.settled(secret);
      return { steps, tokens: [...tokens], status };
    },
    expected: {
      steps: ["createSecret", "setSecret", "testSecret", ...ALL_STEPS],
      tokens: [version("b")],
      status: "succeeded",
    },
  },
  {
    // the same sentence; API_RotateSecret: "When rotation is unsuccessful, the AWSPENDING staging label might be attached
    // to an empty secret version."; API_DescribeSecret, NextRotationDate: "might be in the past"
    title: "a rotation that goes on failing ends: AWSPENDING stays on its empty version and nothing else has changed",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      const steps = await kit.useFunction(secret, refuse);
      await kit.startRotation(secret, "b");
      const { status } = await kit.rotation.settled(secret);
      const { LastRotatedDate, RotationEnabled } = await kit.describe(secret);
      return {
        attempts: steps.length === kit.rotation.attempts,
        status,
        labels: await kit.labels(secret),
        value: await outcome(kit.get(secret, { VersionStage: "AWSPENDING" })),
        rotated: LastRotatedDate ?? "never",
        RotationEnabled,
      };
    },
    expected: {
      attempts: true,
      status: "failed",
      labels: { a: "AWSCURRENT", b: "AWSPENDING" },
      value: "ResourceNotFoundException",
      rotated: "never",
      RotationEnabled: true,
    },
  },
  {
    // API_RotateSecret: "If the AWSPENDING staging label is present but not attached to the same version as AWSCURRENT,
    // then any later invocation of RotateSecret assumes that a previous rotation request is still in progress and returns
    // an error"; the wording, with its promise, is reported from the service
    title:
      "RotateSecret after a failed rotation is an error, and the failed rotation is reattempted with its own token",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.useFunction(secret, refuse);
      await kit.startRotation(secret, "b");
      await kit.rotation.settled(secret);
      const steps = await kit.useFunction(secret);
      const next = await explained(kit.startRotation(secret, "c", { RotationRules: { AutomaticallyAfterDays: 9 } }));
      const { status, versionId } = await kit.rotation.settled(secret);
      const { RotationRules } = await kit.describe(secret);
      return { next, steps, status, versionId, RotationRules, labels: await kit.labels(secret) };
    },
    expected: {
      next: INCOMPLETE,
      steps: ALL_STEPS,
      status: "succeeded",
      versionId: version("b"),
      // not documented: the rules of a refused request; they are not stored
      RotationRules: { AutomaticallyAfterDays: 2 },
      labels: { a: "AWSPREVIOUS", b: "AWSCURRENT AWSPENDING" },
    },
  },
  {
    // the same sentence; not documented: whether a second attempt runs beside the first; it does not
    title: "RotateSecret during a rotation is the same error and does not disturb it",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      let during = "";
      const steps = await kit.useFunction(secret, async (step) => {
        if (step === "setSecret") during = await explained(kit.startRotation(secret, "c"));
      });
      await kit.startRotation(secret, "b");
      const { status } = await kit.rotation.settled(secret);
      return { during, steps, status, labels: await kit.labels(secret) };
    },
    expected: {
      during: INCOMPLETE,
      steps: ALL_STEPS,
      status: "succeeded",
      labels: { a: "AWSPREVIOUS", b: "AWSCURRENT AWSPENDING" },
    },
  },
  {
    // the same sentence, for a label that no rotation has put there
    title: "AWSPENDING put on another version by hand makes RotateSecret an error, until it is removed",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      const steps = await kit.useFunction(secret);
      await kit.put(secret, "b", ["AWSPENDING"]);
      const blocked = await explained(kit.startRotation(secret, "c"));
      await kit.moveStage(secret, { VersionStage: "AWSPENDING", RemoveFromVersionId: version("b") });
      await kit.startRotation(secret, "c");
      const { status } = await kit.rotation.settled(secret);
      return { blocked, status, steps };
    },
    expected: { blocked: INCOMPLETE, status: "succeeded", steps: ALL_STEPS },
  },
  {
    // API_RotateSecret: a successful rotation ends with AWSPENDING on the AWSCURRENT version or on none. Assumed: all steps
    // without an error and without the move are a failure
    title: "a rotation has succeeded only if AWSCURRENT is on its version, whatever the function answers",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      await doNothing(kit, secret);
      await kit.startRotation(secret, "b");
      const { status } = await kit.rotation.settled(secret);
      return {
        status,
        labels: await kit.labels(secret),
        rotated: (await kit.describe(secret)).LastRotatedDate ?? "never",
      };
    },
    expected: { status: "failed", labels: { a: "AWSCURRENT", b: "AWSPENDING" }, rotated: "never" },
  },
  {
    // API_RotateSecret: "and then removes it"; a failed test is not said to leave it. Assumed: it is not tried again
    title: "a failed test of RotateImmediately=false leaves no AWSPENDING behind",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      const steps = await kit.useFunction(secret, refuse);
      await kit.startRotation(secret, "b", { RotateImmediately: false });
      const { status } = await kit.rotation.settled(secret);
      return { steps, status, labels: await kit.labels(secret) };
    },
    expected: { steps: ["testSecret"], status: "failed", labels: { a: "AWSCURRENT" } },
  },
];

async function refuse(): Promise<void> {
  throw new Error("the function refuses");
}

async function doNothing(kit: ContractKit, secret: string): Promise<void> {
  const { ARN = "" } = await kit.describe(secret);
  kit.rotation.setFunction(ARN, async () => undefined);
}
