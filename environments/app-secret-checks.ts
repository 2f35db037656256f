import type { z } from "zod";
import { rule } from "./rules";
import { type Schedule, scheduleSpan, windowProblem } from "./schedule";

/** What is checked between the keys of one app secret. */
export interface CheckedAppSecret {
  readonly schedule: Schedule;
  readonly windowHours: number;
  readonly maxCredentialAgeDays?: number | undefined;
}

/** What must hold between the keys of one app secret. */
export function checkAppSecret(secret: CheckedAppSecret, context: z.RefinementCtx): void {
  const report = (key: keyof CheckedAppSecret, message: string | undefined) => {
    if (message !== undefined) context.addIssue({ code: "custom", path: [key], message });
  };
  report("windowHours", windowProblem(secret));
  report("maxCredentialAgeDays", credentialAgeProblem(secret));
}

/**
 * A password is set, goes on working beside the next one (as the other user's, or as the second one of a single user) and ends with
 * the rotation after that: it lives for two intervals.
 */
function credentialAgeProblem(secret: CheckedAppSecret): string | undefined {
  const { schedule, maxCredentialAgeDays } = secret;
  const span = scheduleSpan(schedule);
  if (maxCredentialAgeDays === undefined || span === undefined) return undefined;
  if (!Number.isInteger(maxCredentialAgeDays)) return undefined; // reported already
  const intervalDays = span.longestHours / 24;
  const leastAge = Math.ceil(intervalDays * 2);
  if (maxCredentialAgeDays >= leastAge) return undefined;
  return rule(
    `at least ${leastAge} with this schedule, whose rotations lie up to ${shownDays(intervalDays)} days apart: a password lives for two of them`,
    `rotate more often than every ${shownDays(intervalDays)} days, or allow an older credential than ${maxCredentialAgeDays} days`,
  );
}

/** At most two decimals: 0.17, 2, 30.5. */
function shownDays(days: number): string {
  return String(Math.round(days * 100) / 100);
}
