import { type ContractKit, explained, outcome, version } from "./secrets-manager-contract-kit";
import type { Rule } from "./secrets-manager-contract-rule";

const ALL_STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const INCOMPLETE = "InvalidRequestException: A previous rotation isn't complete. That rotation will be reattempted.";

/** The rules of how the function is called. */
export const ROTATION_RUN_RULES: readonly Rule[] = [
  {
    // userguide/rotate-secrets_lambda-functions.html: the four steps; userguide/rotate-secrets_lambda.html: the request
    title:
      "the function is called with createSecret, setSecret, testSecret, finishSecret, each with ARN, token and rotation token",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      const { ARN } = await kit.describe(secret);
      const payloads: Record<string, unknown>[] = [];
      const steps = await kit.useFunction(secret, async (_step, _arn, _token, payload) => {
        payloads.push({ ...payload });
      });
      await kit.startRotation(secret, "b");
      const result = await kit.rotation.settled(secret);
      return {
        steps,
        members: [...new Set(payloads.map((payload) => Object.keys(payload).sort().join(" ")))],
        isArn: payloads.every((payload) => payload.SecretId === ARN),
        tokens: [...new Set(payloads.map((payload) => payload.ClientRequestToken))],
        rotationTokens: new Set(payloads.map((payload) => payload.RotationToken)).size,
        status: result.status,
        labels: await kit.labels(secret),
      };
    },
    expected: {
      steps: ALL_STEPS,
      members: ["ClientRequestToken RotationToken SecretId Step"],
      isArn: true,
      tokens: [version("b")],
      rotationTokens: 1,
      status: "succeeded",
      labels: { a: "AWSPREVIOUS", b: "AWSCURRENT AWSPENDING" },
    },
  },
  {
    // API_RotateSecret: "Configures and starts the asynchronous process of rotating the secret."
    title: "RotateSecret returns before the function has done anything",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await kit.useFunction(secret, () => held);
      const { VersionId } = await kit.startRotation(secret, "b");
      const labels = await kit.labels(secret);
      release();
      await kit.rotation.settled(secret);
      return { VersionId, labels };
    },
    expected: { VersionId: version("b"), labels: { a: "AWSCURRENT", b: "AWSPENDING" } },
  },
  {
    // API_DescribeSecret: "During rotation, Secrets Manager creates an AWSPENDING version ID before creating the new
    // secret version. To check if a secret version exists, call GetSecretValue."; that the empty version is not found by
    // id, label or both is reported from the service
    title:
      "the token is the id of an AWSPENDING version without a value, which is ResourceNotFoundException in every way",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      let seen: unknown;
      await kit.useFunction(secret, async (step, arn, token) => {
        if (step !== "createSecret") return;
        seen = {
          labels: await kit.labels(arn),
          byLabel: await explained(kit.get(arn, { VersionStage: "AWSPENDING" })),
          byId: await outcome(kit.get(arn, { VersionId: token })),
          byBoth: await outcome(kit.get(arn, { VersionId: token, VersionStage: "AWSPENDING" })),
        };
      });
      await kit.startRotation(secret, "b");
      await kit.rotation.settled(secret);
      return seen;
    },
    expected: {
      labels: { a: "AWSCURRENT", b: "AWSPENDING" },
      byLabel:
        "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
      byId: "ResourceNotFoundException",
      byBoth: "ResourceNotFoundException",
    },
  },
  {
    // API_PutSecretValue, ClientRequestToken, applied to the empty version
    title: "PutSecretValue with the token fills the empty version once: again is ignored, another value is refused",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      const seen: string[] = [];
      await kit.useFunction(secret, async (step, arn) => {
        if (step !== "createSecret") return;
        for (const value of ["value of b", "value of b", "another"]) {
          seen.push(await outcome(kit.put(arn, "b", ["AWSPENDING"], value)));
        }
        seen.push((await kit.get(arn, { VersionStage: "AWSPENDING" })).SecretString ?? "none");
      });
      await kit.startRotation(secret, "b");
      await kit.rotation.settled(secret);
      return seen;
    },
    expected: ["ok", "ok", "ResourceExistsException", "value of b"],
  },
  {
    // API_RotateSecret: AWSPENDING "might be attached to the same version as the AWSCURRENT version"
    title:
      "AWSPENDING on the current version does not block the next rotation; after three the first version is deprecated",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.useFunction(secret);
      for (const letter of ["b", "c", "d"]) {
        await kit.startRotation(secret, letter);
        await kit.rotation.settled(secret);
      }
      return { listed: await kit.labels(secret), all: Object.keys(await kit.labels(secret, true)) };
    },
    expected: { listed: { c: "AWSPREVIOUS", d: "AWSCURRENT AWSPENDING" }, all: ["a", "b", "c", "d"] },
  },
  {
    // API_RotateSecret: "If you set RotateImmediately to false, Secrets Manager tests the rotation configuration by running
    // the testSecret step … This test creates an AWSPENDING version of the secret and then removes it."; that the version
    // carries the current value is reported from the service
    title:
      "RotateImmediately=false calls testSecret alone, on an AWSPENDING version with the current value, and removes the label",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      let seen: unknown;
      const steps = await kit.useFunction(secret, async (_step, arn, token) => {
        const pending = await kit.get(arn, { VersionId: token, VersionStage: "AWSPENDING" });
        seen = { value: pending.SecretString, labels: await kit.labels(arn) };
      });
      await kit.startRotation(secret, "b", { RotateImmediately: false });
      const { status } = await kit.rotation.settled(secret);
      const { LastRotatedDate, RotationEnabled } = await kit.describe(secret);
      const rotated = LastRotatedDate ?? "never";
      return { steps, seen, status, rotated, RotationEnabled, labels: await kit.labels(secret) };
    },
    expected: {
      steps: ["testSecret"],
      seen: { value: "value of a", labels: { a: "AWSCURRENT", b: "AWSPENDING" } },
      status: "succeeded",
      rotated: "never",
      RotationEnabled: true,
      labels: { a: "AWSCURRENT" },
    },
  },
  {
    // reported: RotateSecret on a secret without a value starts a rotation, whose version is the only one. Not documented:
    // whether filling it counts as "creates the first version"; it does not here, and the function has to move AWSCURRENT
    title:
      "a secret without a value can be rotated: its version has AWSPENDING alone, AWSCURRENT is moved from nowhere",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.emptySecret();
      let filled: unknown;
      await kit.useFunction(secret, async (step, arn) => {
        if (step === "setSecret") filled = await kit.labels(arn);
      });
      await kit.startRotation(secret, "b");
      const { status } = await kit.rotation.settled(secret);
      return { filled, status, labels: await kit.labels(secret) };
    },
    expected: { filled: { b: "AWSPENDING" }, status: "succeeded", labels: { b: "AWSCURRENT AWSPENDING" } },
  },
  {
    // API_RotateSecret, ClientRequestToken: "you want to ensure that Secrets Manager doesn't attempt to create a secret
    // version twice"
    title: "RotateSecret repeated with the token of a rotation that has ended starts nothing",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      const steps = await kit.useFunction(secret);
      await kit.startRotation(secret, "b");
      await kit.rotation.settled(secret);
      const repeated = await outcome(kit.startRotation(secret, "b"));
      await kit.rotation.settled(secret);
      return { repeated, steps: steps.length, labels: await kit.labels(secret) };
    },
    expected: { repeated: "ok", steps: 4, labels: { a: "AWSPREVIOUS", b: "AWSCURRENT AWSPENDING" } },
  },
];

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
