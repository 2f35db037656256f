import { z } from "zod";
import { rule, section, wholeNumber } from "./rules";

/**
 * The bounds that AWS documents: at least 4 hours between rotations, at most 999 days.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export const SCHEDULE_LIMITS = { leastHours: 4, mostDays: 999 } as const;

const everyDays = wholeNumber(1, SCHEDULE_LIMITS.mostDays, "days");
const everyHours = wholeNumber(SCHEDULE_LIMITS.leastHours, SCHEDULE_LIMITS.mostDays * 24, "hours");

/** How often a secret is rotated. Windows of `everyDays` open at 00:00 UTC. */
export const scheduleSchema = z.union([section({ everyDays }), section({ everyHours })], {
  error: rule(
    `{ everyDays: 1 to ${SCHEDULE_LIMITS.mostDays} } or ` +
      `{ everyHours: ${SCHEDULE_LIMITS.leastHours} to ${SCHEDULE_LIMITS.mostDays * 24} }, whole numbers`,
    "choose how many days or hours lie between two rotations",
  ),
});

export type Schedule = z.output<typeof scheduleSchema>;

/**
 * The longest window of a schedule, in whole hours. A window must end within the UTC day in which it opened, and before
 * the next one opens. Windows of days open at midnight. Windows of every h hours can open at any multiple of gcd(h, 24),
 * so the last one of a day opens that many hours before midnight; no more than that ever fits.
 */
export function longestWindowHours(schedule: Schedule): number {
  return "everyDays" in schedule ? 24 : greatestCommonDivisor(schedule.everyHours, 24);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
