import { invalidParameter } from "../errors";
import type { RotationRules } from "../state";
import { type Cron, parseCron } from "./cron";

interface RulesInput {
  readonly AutomaticallyAfterDays?: number | undefined;
  readonly Duration?: string | undefined;
  readonly ScheduleExpression?: string | undefined;
}

/** A schedule expression, read. Windows of a rate open at 00:00 UTC, and for hours every so many hours after that. */
export type Schedule =
  | { readonly unit: "days"; readonly every: number }
  | { readonly unit: "hours"; readonly every: number }
  | { readonly unit: "cron"; readonly cron: Cron };

const MAX_DAYS = 1000;
/** "You can rotate a secret as often as every four hours" (API_RotationRulesType). */
const MIN_HOURS = 4;

/**
 * Checks the rules of a RotateSecret request (API_RotationRulesType, userguide/rotate-secrets_schedule.html).
 *
 * @returns undefined when there are none: the stored ones stay.
 */
export function readRotationRules(input: RulesInput): RotationRules | undefined {
  const { AutomaticallyAfterDays: days, Duration: duration, ScheduleExpression: expression } = input;
  const hours = duration === undefined ? undefined : windowHours(duration);
  const window = duration === undefined ? {} : { duration };
  if (days !== undefined && expression !== undefined) {
    throw invalidParameter(
      "You can't specify both AutomaticallyAfterDays and ScheduleExpression. Specify one of them.",
    );
  }
  if (days !== undefined) {
    checkRange("RotationRules.AutomaticallyAfterDays", days, 1, MAX_DAYS);
    return { automaticallyAfterDays: days, ...window };
  }
  if (expression !== undefined) {
    checkWindow(readSchedule(expression), hours);
    return { scheduleExpression: expression, ...window };
  }
  // Not documented: a window without a schedule. Refused, because it would be the window of nothing.
  if (duration !== undefined) {
    throw invalidParameter("RotationRules.Duration needs AutomaticallyAfterDays or ScheduleExpression.");
  }
  return undefined;
}

/** `rate(2 days)`, `rate(12 hours)` or `cron(0 3 ? * SUN *)`. */
export function readSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (hour|hours|day|days)\)$/.exec(expression);
  if (rate !== null) {
    const every = Number(rate[1]);
    if (rate[2]?.startsWith("day")) {
      checkRange("The days of the rate", every, 1, MAX_DAYS);
      return { unit: "days", every };
    }
    checkRange("The hours of the rate", every, MIN_HOURS, MAX_DAYS * 24);
    return { unit: "hours", every };
  }
  const cron = /^cron\((.*)\)$/.exec(expression);
  if (cron?.[1] === undefined) {
    throw invalidParameter(
      `The ScheduleExpression ${expression} is not valid. Allowed are rate(<number> hours), rate(<number> days) and ` +
        "cron(0 <hours> <day of month> <month> <day of week> *).",
    );
  }
  return { unit: "cron", cron: parseCron(cron[1]) };
}

/** The hours of a Duration such as `2h`. */
export function windowHours(duration: string): number {
  const hours = /^(\d{1,2})h$/.exec(duration)?.[1];
  if (hours === undefined) {
    throw invalidParameter(`RotationRules.Duration ${duration} is not valid. It is a number of hours such as 2h.`);
  }
  checkRange("The hours of RotationRules.Duration", Number(hours), 1, 24);
  return Number(hours);
}

/** "The rotation window must not extend into the next UTC day or into the next rotation window." */
function checkWindow(schedule: Schedule, hours: number | undefined): void {
  if (schedule.unit === "hours" && (hours ?? 1) > schedule.every) {
    throw invalidParameter(`A window of ${hours}h extends into the next window, ${schedule.every} hours later.`);
  }
  if (schedule.unit !== "cron") return;
  const starts = schedule.cron.hours;
  starts.forEach((start, index) => {
    const next = starts[index + 1] ?? 24;
    const isLast = index === starts.length - 1;
    if (!isLast && next - start < MIN_HOURS) {
      throw invalidParameter(
        `The hours of the cron expression are less than ${MIN_HOURS} apart: ${start} and ${next}.`,
      );
    }
    if (start + (hours ?? 1) > next) {
      const what = isLast ? "the next UTC day" : `the next window at ${next}:00`;
      throw invalidParameter(`A window of ${hours ?? 1}h from ${start}:00 UTC extends into ${what}.`);
    }
  });
}

function checkRange(what: string, found: number, min: number, max: number): void {
  if (found < min || found > max) throw invalidParameter(`${what} must be within ${min}-${max}, found ${found}.`);
}
