import { isRotationError, RotationError } from "../errors";
import type { AwaitRotationEvent } from "../event";
import type { Clock } from "../ports/clock";
import { STEPS } from "../ports/rotation-steps";
import { type SecretDescription, unfinishedVersion, versionLabelled } from "../ports/secret-store";
import { runStep } from "../steps/run-step";
import { TestedVersions } from "../steps/tested-versions";
import type { StrategyContext } from "../strategies/strategy";
import { proveLogin } from "./prove-login";
import { requirePlannedCode } from "./require-planned-code";
import { hasRotatedSince } from "./rotation-baseline";

export interface AwaitRotationResult {
  readonly secretId: string;
  /** False only where none was required. */
  readonly rotated: boolean;
  readonly versionId: string;
}

export interface AwaitRotationContext extends Omit<StrategyContext, "secret"> {
  readonly clock: Clock;
  /** Of the package that this function runs as. */
  readonly codeDigest: () => string;
}

const POLL_MS = 1_000;
/** So long is Secrets Manager left alone with a rotation before this function looks for the cause itself. */
const PATIENCE_MS = 15_000;

/**
 * Returns when the newest rotation of the secret is complete and a login with AWSCURRENT has proved it, so that a deployment is green
 * only if rotation works, and new code only if it has done something.
 *
 * A rotation is complete when no version is AWSPENDING without being AWSCURRENT, and the secret has been rotated since the baseline. One
 * that stays pending has failed: nothing restarts it after a broken first deployment, and DescribeSecret gives no reason. So
 * this function runs the steps for the pending token itself (each is idempotent): what they throw is the cause, and is thrown.
 * If they succeed, it asks Secrets Manager to continue, and the only cause left is that Secrets Manager cannot invoke the function.
 */
export async function awaitRotation(
  event: AwaitRotationEvent,
  context: AwaitRotationContext,
): Promise<AwaitRotationResult> {
  const { clock } = context;
  requirePlannedCode(event, context.codeDigest);
  const endAt = clock.now() + event.timeoutSeconds * 1_000;
  const patienceMs = Math.min(PATIENCE_MS, event.timeoutSeconds * 500);
  const diagnoseAt = clock.now() + patienceMs;
  let restarted = false;
  for (;;) {
    const secret = await context.secrets.describe(event.secretId);
    requireRotationOn(secret);
    const pending = unfinishedVersion(secret);
    const current = versionLabelled(secret, "AWSCURRENT");
    // A secret that is not to rotate now is neither waited for nor restarted: AWSCURRENT works all through a rotation.
    const isDone = event.rotation === "not-required" || (pending === undefined && hasRotated(secret, event));
    if (isDone && current !== undefined) {
      await proveLogin({ ...context, secret });
      return { secretId: secret.arn, rotated: hasRotated(secret, event), versionId: current };
    }
    // A version that has been pending for so long was left by an earlier deployment or rotation.
    const isLeft = pending !== undefined && clock.now() - changedAt(secret) >= patienceMs;
    const isToStart = pending === undefined && event.rotation === "started";
    if (!restarted && (clock.now() >= diagnoseAt || isLeft || isToStart)) {
      if (pending !== undefined && !(await tryStepsHere(secret, pending, context))) continue;
      await restart(secret, context);
      restarted = true;
    }
    if (clock.now() >= endAt) throw timedOut(secret, pending, event.timeoutSeconds);
    await clock.sleep(Math.min(POLL_MS, Math.max(endAt - clock.now(), 1)));
  }
}

/**
 * finishSecret is left to Secrets Manager, which would otherwise never learn that the rotation is done. An error of a rotation that has
 * ended meanwhile is not its cause: the steps have met what came after it.
 *
 * @returns whether the version is still pending
 */
async function tryStepsHere(secret: SecretDescription, token: string, context: AwaitRotationContext): Promise<boolean> {
  context.log.warn("rotation-stuck", { secret: secret.name, token });
  const isPending = async () => unfinishedVersion(await context.secrets.describe(secret.arn)) === token;
  try {
    for (const step of STEPS.filter((name) => name !== "finishSecret")) {
      await runStep(step, { ...context, secret, token, rotationToken: undefined, tested: new TestedVersions() });
    }
  } catch (error) {
    if (await isPending()) throw error;
  }
  return isPending();
}

async function restart(secret: SecretDescription, { secrets, log }: AwaitRotationContext): Promise<void> {
  log.warn("rotation-restarted", { secret: secret.name });
  try {
    await secrets.rotate(secret.arn);
  } catch (error) {
    // "A previous rotation isn't complete. That rotation will be reattempted." is the answer that was hoped for.
    const reattempted =
      // A mutant survives: neither text says so.
      isRotationError(error, "secrets_manager_refused") && /reattempted/i.test(error.parts.found ?? "");
    if (!reattempted) throw error;
  }
}

/** A secret that never rotated has its first version only, so no AWSPREVIOUS. */
function hasRotated(secret: SecretDescription, { baseline }: AwaitRotationEvent): boolean {
  if (baseline !== undefined) return hasRotatedSince(baseline, secret);
  return secret.lastRotatedAt !== undefined || versionLabelled(secret, "AWSPREVIOUS") !== undefined;
}

/** Every step of a rotation changes the secret: its value, or a label. */
function changedAt({ lastChangedAt }: SecretDescription): number {
  return lastChangedAt?.getTime() ?? Number.POSITIVE_INFINITY;
}

function requireRotationOn(secret: SecretDescription): void {
  if (secret.rotationEnabled === true) return;
  throw new RotationError("rotation_not_enabled", {
    problem: `the secret ${secret.name} does not rotate, so there is nothing to wait for`,
    found: secret.rotationEnabled === false ? "rotation switched off" : "rotation never configured",
    remedy: "create the rotation (aws_secretsmanager_secret_rotation) before waiting for it",
  });
}

function timedOut(secret: SecretDescription, pending: string | undefined, timeoutSeconds: number): RotationError {
  return new RotationError("rotation_timed_out", {
    problem: `the rotation of ${secret.name} was not complete after ${timeoutSeconds} s`,
    found:
      pending === undefined
        ? "no rotation has begun"
        : `version ${pending} is pending, and its steps succeed when this function runs them itself`,
    allowed: "AWSCURRENT on the version of the newest rotation",
    remedy:
      "check that Secrets Manager may invoke the function (resource policy: principal secretsmanager.amazonaws.com, source account and secret), that the function is not throttled, and apply again",
  });
}
