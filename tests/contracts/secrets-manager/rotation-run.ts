import { explained, outcome, version } from "./kit";
import type { Rule } from "./rule";

const ALL_STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];

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
