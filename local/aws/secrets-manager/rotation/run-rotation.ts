import { setTimeout as delay } from "node:timers/promises";
import { removeLabel } from "../labels";
import { AWSCURRENT, AWSPENDING, type Secret } from "../state";
import {
  type InvocationResult,
  type InvokeFunction,
  type RetryPolicy,
  type RotationProgress,
  type RotationResult,
  STEPS,
  type Step,
  type StepResult,
} from "./progress";
import type { RotationKind } from "./rotations";

type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;

export interface RotationRun {
  readonly secret: Secret;
  readonly versionId: string;
  readonly kind: RotationKind;
  readonly rotationToken: string;
  readonly retry: RetryPolicy;
  readonly signal: AbortSignal;
  readonly invokeFunction: InvokeFunction;
  readonly now: () => number;
  readonly emit: (event: DistributiveOmit<RotationProgress, "secretId" | "secretName" | "versionId">) => void;
}

export type RotationOutcome = RotationResult & { readonly attempts: number };

/**
 * One rotation from its first step to its end.
 *
 * Documented (userguide/rotate-secrets_lambda.html): "If any rotation step fails, Secrets Manager retries the entire
 * rotation process multiple times." So a retry begins with createSecret again.
 * Assumed, as it is documented nowhere: how many times and how long apart (see start.ts), that the token stays the same
 * (the documentation says only that a token prevents "duplicate versions if there are failures and retries during a
 * rotation"), and that a function that succeeds in all steps without moving AWSCURRENT counts as failed.
 */
export async function runRotation(run: RotationRun): Promise<RotationOutcome> {
  return run.kind === "rotate" ? rotate(run) : testOnly(run);
}

async function rotate(run: RotationRun): Promise<RotationOutcome> {
  const steps: StepResult[] = [];
  let reason = "";
  let attempt = 0;
  while (attempt < run.retry.attempts && !run.signal.aborted) {
    if (attempt > 0) await delay(run.retry.delayMs, undefined, { signal: run.signal }).catch(() => undefined);
    if (run.signal.aborted) break;
    attempt += 1;
    const end = await callSteps(run, STEPS, attempt, steps);
    if (end === "cancelled") break;
    if (end !== "completed") {
      reason = `${end.step} failed: ${end.errorMessage}`;
    } else if (!run.secret.versions.get(run.versionId)?.labels.includes(AWSCURRENT)) {
      reason = `finishSecret ended without an error, but version ${run.versionId} is not AWSCURRENT`;
    } else {
      if (run.secret.rotation !== undefined) run.secret.rotation.lastRotatedAt = run.now();
      return { status: "succeeded", versionId: run.versionId, steps, attempts: attempt };
    }
  }
  if (run.signal.aborted) reason = String(run.signal.reason);
  return { status: "failed", versionId: run.versionId, steps, reason, attempts: attempt };
}

/**
 * RotateImmediately=false: "This test creates an AWSPENDING version of the secret and then removes it." Not documented:
 * whether the version goes or only its label (the label, so that it counts as a deprecated version), and whether a
 * failed test is tried again (it is not).
 */
async function testOnly(run: RotationRun): Promise<RotationOutcome> {
  const steps: StepResult[] = [];
  const end = await callSteps(run, ["testSecret"], 1, steps);
  const version = run.secret.versions.get(run.versionId);
  if (version !== undefined) removeLabel(version, AWSPENDING);
  const result = { versionId: run.versionId, steps, attempts: 1 };
  if (end === "completed") return { status: "succeeded", ...result };
  const reason = end === "cancelled" ? String(run.signal.reason) : `testSecret failed: ${end.errorMessage}`;
  return { status: "failed", ...result, reason };
}

/** Calls steps until one fails (that one is returned) or the rotation is cancelled. */
async function callSteps(
  run: RotationRun,
  wanted: readonly Step[],
  attempt: number,
  results: StepResult[],
): Promise<StepResult | "completed" | "cancelled"> {
  for (const step of wanted) {
    if (run.signal.aborted) return "cancelled";
    const startedAt = Date.now();
    const before = performance.now();
    run.emit({ kind: "step-started", step, attempt, startedAt });
    const answer = await invoke(run, step);
    const durationMs = performance.now() - before;
    const failure = answer.ok ? {} : { errorMessage: `${answer.errorType}: ${answer.errorMessage}` };
    const result: StepResult = { step, attempt, durationMs, ok: answer.ok, ...failure };
    results.push(result);
    const outcome = answer.ok ? "ok" : "failed";
    run.emit({ kind: "step-ended", step, attempt, startedAt, endedAt: Date.now(), outcome, ...failure });
    if (!answer.ok) return result;
  }
  return "completed";
}

/** An invocation that could not be made at all is a failed step as well. */
async function invoke(run: RotationRun, step: Step): Promise<InvocationResult> {
  const functionArn = run.secret.rotation?.functionArn ?? "";
  try {
    return await run.invokeFunction(functionArn, {
      Step: step,
      SecretId: run.secret.arn,
      ClientRequestToken: run.versionId,
      RotationToken: run.rotationToken,
    });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    return { ok: false, errorType: name, errorMessage: message };
  }
}
