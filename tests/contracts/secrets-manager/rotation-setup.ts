import { CancelRotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { type ContractKit, explained, isRefused, outcome, version } from "./kit";
import type { Rule } from "./rule";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The rules of configuring rotation, and of turning it off. */
export const ROTATION_SETUP_RULES: readonly Rule[] = [
  {
    // InvalidRequestException: "You tried to enable rotation on a secret that doesn't already have a Lambda function ARN
    // configured and you didn't include such an ARN as a parameter in this call."; wording recorded
    title: "the first RotateSecret needs a function, and one without leaves the secret as it was",
    observe: async (kit) => {
      const secret = await kit.secret();
      const rotation = await explained(kit.rotate(secret, { ClientRequestToken: version("b") }));
      const { RotationEnabled } = await kit.describe(secret);
      return { rotation, enabled: RotationEnabled ?? "absent", labels: await kit.labels(secret) };
    },
    expected: {
      rotation: "InvalidRequestException: No Lambda rotation function ARN is associated with this secret.",
      enabled: "absent",
      labels: { a: "AWSCURRENT" },
    },
  },
  {
    // API_RotateSecret: "the operation starts a rotation with the values already stored in the secret"
    title: "a later RotateSecret uses the function and the rules that are stored",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.rotatedSecret();
      await kit.rotate(secret, { ClientRequestToken: version("c") });
      await kit.rotation.settled(secret);
      const { RotationRules } = await kit.describe(secret);
      return { labels: await kit.labels(secret), RotationRules };
    },
    expected: {
      labels: { b: "AWSPREVIOUS", c: "AWSCURRENT AWSPENDING" },
      RotationRules: { AutomaticallyAfterDays: 2 },
    },
  },
  {
    // API_RotationRulesType, AutomaticallyAfterDays
    title: "days between rotations are 1 to 1000",
    observe: async (kit) => [
      await tryRules(kit, { AutomaticallyAfterDays: 0 }),
      await tryRules(kit, { AutomaticallyAfterDays: 1001 }),
    ],
    expected: ["InvalidParameterException", "InvalidParameterException"],
  },
  {
    // API_RotationRulesType: "AutomaticallyAfterDays or ScheduleExpression, but not both"
    title: "rules have days or a schedule, not both",
    observe: async (kit) => tryRules(kit, { AutomaticallyAfterDays: 2, ScheduleExpression: "rate(2 days)" }),
    expected: "InvalidParameterException",
  },
  {
    // API_RotationRulesType, ScheduleExpression: "You can rotate a secret as often as every four hours";
    // userguide/rotate-secrets_schedule.html: the fields of cron. The type of the error is not documented.
    title: "a schedule is a rate of at least four hours or a cron expression with minutes 0 and any year",
    observe: async (kit) => {
      const found: Record<string, string> = {};
      for (const ScheduleExpression of [
        "rate(3 hours)",
        "rate(4 minutes)",
        "every day",
        "cron(30 3 * * ? *)",
        "cron(0 3 * * ?)",
        "cron(0 3 * * * *)",
        "cron(0 25 * * ? *)",
        "cron(0 3 * * ? 2030)",
      ]) {
        found[ScheduleExpression] = await tryRules(kit, { ScheduleExpression });
      }
      return [...new Set(Object.values(found))];
    },
    expected: ["InvalidParameterException"],
  },
  {
    // API_RotationRulesType, Duration: "The window must not extend into the next rotation window or the next UTC day."
    title: "a window is whole hours and ends within the UTC day and before the next window",
    observe: async (kit) => ({
      form: await tryRules(kit, { AutomaticallyAfterDays: 2, Duration: "2 hours" }),
      nextDay: await tryRules(kit, { ScheduleExpression: "cron(0 22 * * ? *)", Duration: "3h" }),
      nextWindow: await tryRules(kit, { ScheduleExpression: "cron(0 0,6 * * ? *)", Duration: "7h" }),
      nextRate: await tryRules(kit, { ScheduleExpression: "rate(4 hours)", Duration: "5h" }),
    }),
    expected: {
      form: "InvalidParameterException",
      nextDay: "InvalidParameterException",
      nextWindow: "InvalidParameterException",
      nextRate: "InvalidParameterException",
    },
  },
  {
    // API_DescribeSecret: RotationEnabled, RotationRules, LastRotatedDate, NextRotationDate; API_RotationRulesType: "this
    // value is calculated from the rotation schedule after every successful rotation"
    title: "a rotated secret shows its function, rules, last and next date; days are calculated from a schedule",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.useFunction(secret);
      const rules = { ScheduleExpression: "rate(3 days)", Duration: "2h" };
      await kit.startRotation(secret, "b", { RotationRules: rules });
      const during = (await kit.describe(secret)).LastRotatedDate ?? "none";
      await kit.rotation.settled(secret);
      const { RotationEnabled, RotationLambdaARN, RotationRules, LastRotatedDate, NextRotationDate } =
        await kit.describe(secret);
      const today = Math.floor((LastRotatedDate?.getTime() ?? 0) / DAY_MS) * DAY_MS;
      return {
        RotationEnabled,
        RotationRules,
        during,
        function: RotationLambdaARN === kit.rotation.functionArn,
        nextHours: ((NextRotationDate?.getTime() ?? 0) - today) / 3_600_000,
      };
    },
    expected: {
      RotationEnabled: true,
      RotationRules: { ScheduleExpression: "rate(3 days)", Duration: "2h", AutomaticallyAfterDays: 3 },
      during: "none",
      function: true,
      nextHours: 74,
    },
  },
  {
    // API_RotationRulesType: "Manually updating the secret value by calling PutSecretValue or UpdateSecret is considered a
    // valid rotation."
    title: "a manual update moves the next date as a rotation does",
    needs: "function and clock",
    observe: async (kit) => {
      const secret = await kit.rotatedSecret();
      const before = (await kit.describe(secret)).NextRotationDate?.getTime() ?? 0;
      kit.advanceClock(DAY_MS);
      await kit.put(secret, "c");
      const after = (await kit.describe(secret)).NextRotationDate?.getTime() ?? 0;
      return (after - before) / DAY_MS;
    },
    expected: 1,
  },
  {
    // API_CancelRotateSecret; API_DescribeSecret: "If the secret previously had rotation turned on, but it is now turned
    // off, this field shows the previous rotation schedule and rotation function", dates are null
    title: "CancelRotateSecret turns rotation off and keeps the function and the rules; the dates go",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.rotatedSecret();
      const { VersionId } = await cancel(kit, secret);
      const shown = await kit.describe(secret);
      return {
        incomplete: VersionId ?? "none",
        RotationEnabled: shown.RotationEnabled,
        RotationRules: shown.RotationRules,
        hasFunction: shown.RotationLambdaARN === kit.rotation.functionArn,
        dates: [shown.LastRotatedDate ?? "none", shown.NextRotationDate ?? "none"],
      };
    },
    expected: {
      incomplete: "none",
      RotationEnabled: false,
      RotationRules: { AutomaticallyAfterDays: 2 },
      hasFunction: true,
      dates: ["none", "none"],
    },
  },
  {
    // API_CancelRotateSecret: "if a rotation is currently in progress, cancels the rotation … it can leave the
    // VersionStage labels in an unexpected state"; VersionId; "Failing to clean up a cancelled rotation can block you from
    // starting future rotations."
    title: "CancelRotateSecret ends a rotation in progress, leaves AWSPENDING in place, and that blocks RotateSecret",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      let cancelled: string | undefined;
      const steps = await kit.useFunction(secret, async (step) => {
        if (step === "setSecret") cancelled = (await cancel(kit, secret)).VersionId;
      });
      await kit.startRotation(secret, "b");
      const { status } = await kit.rotation.settled(secret);
      const blocked = await outcome(kit.startRotation(secret, "c"));
      return { steps, status, cancelled, labels: await kit.labels(secret), blocked };
    },
    expected: {
      steps: ["createSecret", "setSecret"],
      status: "failed",
      cancelled: version("b"),
      labels: { a: "AWSCURRENT", b: "AWSPENDING" },
      blocked: "InvalidRequestException",
    },
  },
  {
    // API_CancelRotateSecret: "We recommend that you remove the VersionStage value AWSPENDING from this version"; "To turn
    // on automatic rotation again, call RotateSecret."
    title: "with AWSPENDING removed, RotateSecret turns a cancelled rotation on again",
    needs: "function",
    observe: async (kit) => {
      const secret = await kit.secret();
      await kit.useFunction(secret, async (step) => {
        if (step === "setSecret" && (await kit.labels(secret)).b) await cancel(kit, secret);
      });
      await kit.startRotation(secret, "b");
      await kit.rotation.settled(secret);
      await kit.moveStage(secret, { VersionStage: "AWSPENDING", RemoveFromVersionId: version("b") });
      await kit.rotate(secret, { ClientRequestToken: version("c") });
      const { status } = await kit.rotation.settled(secret);
      const { RotationEnabled } = await kit.describe(secret);
      return { status, RotationEnabled, labels: await kit.labels(secret, true) };
    },
    expected: {
      status: "succeeded",
      RotationEnabled: true,
      labels: { a: "AWSPREVIOUS", b: "", c: "AWSCURRENT AWSPENDING" },
    },
  },
  {
    // not documented; refused as RotateSecret without a function is
    title: "CancelRotateSecret on a secret that never had rotation is refused",
    observe: async (kit) => isRefused(cancel(kit, await kit.secret())),
    expected: true,
  },
];

async function cancel(kit: ContractKit, SecretId: string) {
  return kit.client.send(new CancelRotateSecretCommand({ SecretId }));
}

/** Tries rules on a new secret, with a function that is never reached when they are refused. */
async function tryRules(kit: ContractKit, RotationRules: object): Promise<string> {
  const RotationLambdaARN = "arn:aws:lambda:us-east-1:123456789012:function:never-called";
  return outcome(kit.rotate(await kit.secret(), { RotationLambdaARN, RotationRules }));
}
