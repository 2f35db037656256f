import { secretName } from "../../stacks/shared/naming";
import {
  type CommandContext,
  type CommandInput,
  ENVIRONMENT_ARGUMENT,
  type OpsCommand,
  requiredArg,
  SECRET_ARGUMENT,
} from "../command/command";
import { configuredSecret, existingSecret } from "../command/secret-arguments";
import { OpsError, type OpsErrorCode } from "../error";
import type { Style } from "../output/style";
import { inspectSecret } from "../recovery/evidence";
import { auditSecrets } from "../rotation/audit";
import { type Check, rotationChecks } from "../verify/checks";

/** What is wrong with one secret only. With any other failure, such as missing credentials, no secret can be verified. */
const OF_ONE_SECRET: readonly OpsErrorCode[] = ["secret_not_found", "secret_deleted", "function_failed"];

/** Checks everything that must hold of a secret after a rotation. */
export const verify: OpsCommand = {
  name: "verify",
  summary: "check what must hold after a rotation: login, user, rights, previous credential, other passwords",
  details:
    "The function logs in with each labelled version and compares the users; it changes nothing. A refused login counts as a failed one\n" +
    "(FAILED_LOGIN_ATTEMPTS). Exit code 1 when a check fails or could not be made.",
  args: [
    ENVIRONMENT_ARGUMENT,
    { ...SECRET_ARGUMENT, isRequired: false, description: "name of an app secret; without it, all of the environment" },
  ],
  isChanging: false,
  async run(input, context) {
    if (input.args.secret !== undefined) return verifySecret(input, context);
    const environment = context.environment(requiredArg(input, "environment"));
    const all = [];
    for (const { name } of environment.appSecrets) {
      context.progress(`verifying ${name}`);
      all.push(await verifiedOrWhyNot({ ...input, args: { ...input.args, secret: name } }, context));
    }
    return {
      isGood: all.every(({ isGood }) => isGood),
      data: { environment: environment.name, secrets: all.map(({ data }) => data) },
      text: all.map(({ text }) => text).join("\n"),
    };
  },
};

/** What keeps one secret from being verified hides no other one. */
async function verifiedOrWhyNot(input: CommandInput, context: CommandContext) {
  try {
    const { isGood, text, data } = await verifySecret(input, context);
    const { environment: _, ...found } = data;
    return { isGood, text, data: found };
  } catch (error) {
    if (!(error instanceof OpsError && OF_ONE_SECRET.includes(error.code))) throw error;
    const { environment, settings } = configuredSecret(input, context);
    const secret = secretName(environment, settings);
    const { code, message, parts } = error;
    const text = `${secret}\n  ${context.style.bad("✖")} ${message} (${code})`;
    return { isGood: false, text, data: { secret, error: { code, message, ...parts } } };
  }
}

async function verifySecret(input: CommandInput, context: CommandContext) {
  const { environment, settings, aws, secret, names } = await existingSecret(input, context);
  const found = await inspectSecret(aws.rotationFunction, secret.arn);
  const audit = (await auditSecrets(aws.rotationFunction, [{ arn: secret.arn, settings }])).get(secret.arn);
  if (audit === undefined) throw new Error("the audit answered nothing of the secret");
  const checks = rotationChecks(settings, secret, found, audit);
  const isGood = checks.every(({ result }) => result === "holds" || result === "not-applicable");
  const next = isGood ? undefined : `npm run ops -- unstick ${names}`;
  return {
    isGood,
    data: {
      environment: environment.name,
      secret: secret.name,
      strategy: found.strategy,
      checks,
      problems: audit.problems,
      next,
    },
    text: [
      `${secret.name} (${found.strategy ?? "strategy unknown"})`,
      ...checks.map((one) => checkText(one, context.style)),
      ...audit.problems.map((problem) => `  ${problem}`),
      ...(next === undefined ? [] : [`next: ${next}`]),
    ].join("\n"),
  };
}

function checkText({ what, result, found }: Check, style: Style): string {
  const mark = {
    holds: style.good("✔"),
    fails: style.bad("✖"),
    unknown: style.warn("?"),
    "not-applicable": style.dim("–"),
  };
  const more = result === "unknown" ? " (could not be found out)" : found === undefined ? "" : `: ${found}`;
  return `  ${mark[result]} ${what}${more}`;
}
