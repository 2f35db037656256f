import type { AuditedSecret } from "../../stacks/shared/function-events";
import type { Aws, SecretState } from "../aws/ports";
import {
  type CommandContext,
  type CommandResult,
  ENVIRONMENT_ARGUMENT,
  type OpsCommand,
  SECRET_ARGUMENT,
} from "../command/command";
import { wholeNumberOption } from "../command/number-option";
import { existingSecret } from "../command/secret-arguments";
import { OpsError } from "../error";
import { duration } from "../output/quantity";
import { pendingVersion } from "../rotation/app-secrets";
import { auditSecrets } from "../rotation/audit";
import { type FollowedRotation, followRotation } from "../rotation/follow";
import { startRotation } from "../rotation/start";
import { nextCommand } from "../rotation/story";

/** Starts a rotation and follows it to its end. */
export const rotate: OpsCommand = {
  name: "rotate",
  summary: "rotate a secret now, follow the four steps, and prove the new login",
  details:
    "A pending rotation is continued with the same version. On failure it prints the function's own error and the next command.\n" +
    "Interrupting the command does not stop the rotation.",
  args: [ENVIRONMENT_ARGUMENT, SECRET_ARGUMENT],
  options: [{ flags: "--timeout <seconds>", description: "how long to follow it (default: 180)" }],
  isChanging: true,
  async run(input, context) {
    const timeoutMs = 1_000 * wholeNumberOption(input, "timeout", { min: 1, max: 3_600, ifMissing: 180 });
    const { environment, settings, aws, secret, names } = await existingSecret(input, context);
    requireRotationOn(secret, names);
    const pending = pendingVersion(secret);
    await context.confirm([
      pending === undefined
        ? `Rotates ${secret.name}: the function makes a new password. Applications that hold the present one keep working until the rotation after this one.`
        : `Continues the pending rotation of ${secret.name} (version ${pending}).`,
    ]);
    const startedAt = context.now();
    const { token, earlier } = await startRotation(aws, secret.arn, context);
    if (token === undefined) {
      throw new OpsError("refused", {
        problem: `another rotation of ${secret.name} ended in this moment`,
        remedy: "repeat the command where one more rotation is wanted",
      });
    }
    const followed = await followRotation(aws, { secretId: secret.arn, token, timeoutMs, earlier }, context);
    const tookMs = context.now() - startedAt;
    return resultOf(followed, { aws, token, tookMs, settings }, context, {
      environment: environment.name,
      secret: settings.name,
    });
  },
};

function requireRotationOn({ name, rotationEnabled }: SecretState, names: string): void {
  if (rotationEnabled) return;
  throw new OpsError("refused", {
    problem: `rotation of ${name} is switched off`,
    remedy: `npm run ops -- resume ${names}; nothing was changed`,
  });
}

interface RotationFacts {
  readonly aws: Aws;
  readonly token: string;
  readonly tookMs: number;
  readonly settings: AuditedSecret["settings"];
}

async function resultOf(
  { state, steps, failure, secret }: FollowedRotation,
  { aws, token, tookMs, settings }: RotationFacts,
  context: CommandContext,
  names: { readonly environment: string; readonly secret: string },
): Promise<CommandResult> {
  const data = { ...names, versionId: token, state, steps, failure, labels: Object.fromEntries(secret.labels) };
  const status = `npm run ops -- status ${names.environment} ${names.secret}`;
  if (state === "complete") {
    const audit = (await auditSecrets(aws.rotationFunction, [{ arn: secret.arn, settings }])).get(secret.arn);
    const works = audit?.loginFails === false;
    const login = works
      ? context.style.good("a login with it works")
      : context.style.bad("a login with it is not proved");
    return {
      isGood: works,
      data: { ...data, audit },
      text: [
        `rotated in ${duration(tookMs)}: AWSCURRENT is version ${token}, and ${login}`,
        ...(audit?.problems ?? []).map((problem) => `  ${context.style.warn(problem)}`),
        ...(works ? [] : [`next: ${status}`]),
      ].join("\n"),
    };
  }
  const stands = [...secret.labels].map(([versionId, labels]) => `${labels.join("+")} on ${versionId}`).join(", ");
  if (failure === undefined) {
    return {
      isGood: false,
      data: { ...data, next: status },
      text: `not complete after ${duration(tookMs)}; no step has failed; ${stands}\nnext: ${status}`,
    };
  }
  const next = nextCommand(failure.code, names.environment, names.secret);
  return {
    isGood: false,
    data: { ...data, next },
    text: [
      `${context.style.bad(`the rotation failed at ${steps.at(-1)?.what ?? "an unknown step"}`)}: ${failure.code}`,
      `  ${failure.message}`,
      `  effect on the database: ${failure.effect}; ${stands}`,
      ...(failure.needsHuman
        ? []
        : ["  Secrets Manager repeats the step, and the next window starts the rotation again."]),
      `next: ${next}`,
    ].join("\n"),
  };
}
