import type { Aws, LogLine, SecretState } from "../aws/ports";
import type { CommandContext } from "../command/command";
import { versionLabelled } from "./app-secrets";
import { type Failure, type OutcomeLine, outcomeLine } from "./outcome-line";
import { stepText } from "./story";

const POLL_MS = 1_000;
/** CloudWatch shows a line some seconds after it was written, and FilterLogEvents is limited to few calls a second. */
const POLLS_PER_LOG_QUERY = 2;
/** Secrets Manager repeats a failed step. So long is it left alone before the last failure is reported. */
const RETRY_GRACE_MS = 30_000;
/** The clocks of the function and of the operator differ. */
const CLOCK_TOLERANCE_MS = 60_000;

/** How a rotation ended, as far as it was followed. */
export interface FollowedRotation {
  readonly state: "complete" | "failed" | "unfinished";
  readonly steps: readonly OutcomeLine[];
  readonly failure: Failure | undefined;
  readonly secret: SecretState;
}

export interface FollowOptions {
  readonly secretId: string;
  /** The version that will become AWSCURRENT. */
  readonly token: string;
  readonly timeoutMs: number;
  /** Lines of earlier attempts of the same rotation. */
  readonly earlier: readonly LogLine[];
}

/**
 * Follows a rotation to its end: the labels say whether it is complete, the function's log says which step runs and why one failed.
 * Returns at a failure that needs a person, and at one that is not repeated within half a minute.
 */
export async function followRotation(
  { secrets, log }: Pick<Aws, "secrets" | "log">,
  { secretId, token, timeoutMs, earlier }: FollowOptions,
  context: Pick<CommandContext, "now" | "sleep" | "progress" | "style">,
): Promise<FollowedRotation> {
  const startedAt = context.now();
  const seen = new Set(earlier.map(keyOf));
  const steps: OutcomeLine[] = [];
  const read = async (): Promise<void> => {
    const query = { pattern: tokenPattern(token), sinceMs: startedAt - CLOCK_TOLERANCE_MS, maxLines: 500 };
    for (const line of await log.lines(query)) {
      const outcome = seen.has(keyOf(line)) ? undefined : outcomeLine(line);
      seen.add(keyOf(line));
      if (outcome?.isStep !== true) continue;
      steps.push(outcome);
      for (const text of stepText(outcome, context.style)) context.progress(text);
    }
  };
  let failedAt: number | undefined;
  for (let poll = 1; ; poll++) {
    const secret = await secrets.describe(secretId);
    if (secret === undefined) throw new Error("the secret disappeared while it was rotated");
    const isComplete = versionLabelled(secret, "AWSCURRENT") === token;
    if (isComplete || poll % POLLS_PER_LOG_QUERY === 0) await read();
    if (isComplete) return { state: "complete", steps, failure: undefined, secret };
    const failure = steps.at(-1)?.failure;
    failedAt = failure === undefined ? undefined : (failedAt ?? context.now());
    const isAbandoned = failedAt !== undefined && context.now() - failedAt >= RETRY_GRACE_MS;
    if (failure !== undefined && (failure.needsHuman || isAbandoned))
      return { state: "failed", steps, failure, secret };
    if (context.now() - startedAt >= timeoutMs) {
      return { state: failure === undefined ? "unfinished" : "failed", steps, failure, secret };
    }
    await context.sleep(POLL_MS);
  }
}

/** The lines of one rotation. A token is a UUID: it needs no escape. */
export const tokenPattern = (token: string): string => `{ $.token = ${JSON.stringify(token)} }`;

const keyOf = ({ at, fields }: LogLine): string => `${at} ${JSON.stringify(fields)}`;
