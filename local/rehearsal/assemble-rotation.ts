import { labelUsersAt } from "./labels";
import { type LabelSpan, type RotationRecord, STEPS, type StepRecord } from "./record";
import type { Invocation } from "./recorded-invocations";
import type { SeenRotation } from "./rotate";
import { stepUsages } from "./step-usage";

/**
 * Puts a rotation together from three witnesses: Secrets Manager (how it ended), the processes of the function (when each step
 * ran and what it called) and the function's log (its logins).
 */
export function assembleRotation(
  seen: SeenRotation,
  labels: readonly LabelSpan[],
  invocations: readonly Invocation[],
  logLines: readonly string[],
): RotationRecord {
  const { number, startMs, endMs, result } = seen;
  const { versionId } = result;
  return {
    number,
    versionId,
    startMs,
    endMs,
    outcome:
      result.status === "succeeded" ? { ok: true } : { ok: false, reason: result.reason ?? "no reason was given" },
    steps: stepRecords(versionId, invocations, logLines),
    before: labelUsersAt(labels, startMs),
    after: labelUsersAt(labels, endMs),
  };
}

function stepRecords(token: string, invocations: readonly Invocation[], logLines: readonly string[]): StepRecord[] {
  const usages = stepUsages(logLines).filter((usage) => usage.token === token);
  const attempts = new Map<string, number>();
  return invocations.flatMap((invocation) => {
    const event = stepEvent(invocation.payload);
    if (event?.token !== token) return [];
    const attempt = (attempts.get(event.step) ?? 0) + 1;
    attempts.set(event.step, attempt);
    // The function logs one line per attempt, in order; a process that died has logged none.
    const usage = usages.filter(({ step }) => step === event.step)[attempt - 1];
    const { instance, cold, startMs, endMs, outcome, apiCalls } = invocation;
    return [
      {
        step: event.step,
        attempt,
        instance,
        cold,
        startMs,
        durationMs: endMs - startMs,
        outcome,
        apiCalls,
        logins: usage?.logins ?? 0,
        failedLogins: usage?.failedLogins ?? 0,
      },
    ];
  });
}

function stepEvent(payload: unknown): { readonly step: StepRecord["step"]; readonly token: string } | undefined {
  if (typeof payload !== "object" || payload === null) return undefined;
  const { Step, ClientRequestToken } = payload as { readonly Step?: unknown; readonly ClientRequestToken?: unknown };
  const step = STEPS.find((name) => name === Step);
  return step === undefined || typeof ClientRequestToken !== "string" ? undefined : { step, token: ClientRequestToken };
}
