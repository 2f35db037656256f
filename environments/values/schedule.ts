import { z } from "zod";
import { readCron } from "./cron";
import { dayGaps } from "./cron-calendar";
import { rule, section, wholeNumber } from "./rules";

/**
 * The bounds that AWS documents: at least 4 hours between rotations, at most 999 days; a calendar has a window in every year.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export const SCHEDULE_LIMITS = { minHours: 4, maxDays: 999, maxCalendarDays: 366 } as const;

/** Days between two rotations. */
const everyDays = wholeNumber(1, SCHEDULE_LIMITS.maxDays, "days");
/** Hours between two rotations. */
const everyHours = wholeNumber(SCHEDULE_LIMITS.minHours, SCHEDULE_LIMITS.maxDays * 24, "hours");
/** Days and hours of a calendar, in UTC: minutes, hours, day of month, month, day of week, year. */
const cron = z
  .string({ error: rule("the six fields of a cron expression, as text", 'write them, such as "0 3 ? * SUN *"') })
  .superRefine((fields, context) => {
    const problem = cronProblem(fields);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

/**
 * When a secret is rotated. Windows of `everyDays` open at 00:00 UTC, those of `everyHours` at 00:00 UTC and so many hours after it.
 * `cron` has Secrets Manager's own six fields, in UTC.
 */
export const scheduleSchema = z.union([section({ everyDays }), section({ everyHours }), section({ cron })], {
  error: rule(
    `{ everyDays: 1 to ${SCHEDULE_LIMITS.maxDays} } or ` +
      `{ everyHours: ${SCHEDULE_LIMITS.minHours} to ${SCHEDULE_LIMITS.maxDays * 24} }, whole numbers, ` +
      'or { cron: "0 <hours> <day of month> <month> <day of week> *" }',
    "choose how many days or hours lie between two rotations, or the days and hours themselves",
  ),
});

export type Schedule = z.output<typeof scheduleSchema>;

/** How a schedule falls, in hours. */
export interface ScheduleSpan {
  /** Between two openings that follow each other. */
  readonly shortestHours: number;
  readonly longestHours: number;
  /** The latest hour of a day at which a window opens. */
  readonly latestOpening: number;
}

/** How a schedule falls; undefined when it is none of those that are allowed. */
export function scheduleSpan(schedule: Schedule): ScheduleSpan | undefined {
  if (!scheduleSchema.safeParse(schedule).success) return undefined;
  if ("everyDays" in schedule) {
    const hours = schedule.everyDays * 24;
    return { shortestHours: hours, longestHours: hours, latestOpening: 0 };
  }
  if ("everyHours" in schedule) {
    // They can open at any multiple of gcd(h, 24), so the last one of some day opens that many hours before midnight.
    const hours = schedule.everyHours;
    return { shortestHours: hours, longestHours: hours, latestOpening: 24 - greatestCommonDivisor(hours, 24) };
  }
  return cronSpan(schedule.cron);
}

/** The longest window of a schedule, in whole hours: it ends within the UTC day in which it opened, and before the next one opens. */
export function longestWindowHours(schedule: Schedule): number | undefined {
  const span = scheduleSpan(schedule);
  return span === undefined ? undefined : Math.min(24 - span.latestOpening, span.shortestHours);
}

/** Spans by the fields of their cron: finding one walks through 28 years, and the same few stand everywhere. */
const cronSpans = new Map<string, ScheduleSpan | undefined>();

/** The broken rule of a window that its schedule has no room for, or undefined when there is none. */
export function windowProblem(window: {
  readonly schedule: Schedule;
  readonly windowHours: number;
}): string | undefined {
  const longest = longestWindowHours(window.schedule);
  if (longest === undefined || window.windowHours <= longest) return undefined;
  return rule(
    `1 to ${longest} with this schedule: a window ends within the UTC day it opens in and before the next one opens`,
    "shorten the window or change the schedule",
  );
}

function cronSpan(fields: string): ScheduleSpan | undefined {
  if (!cronSpans.has(fields)) cronSpans.set(fields, findCronSpan(fields));
  return cronSpans.get(fields);
}

function findCronSpan(fields: string): ScheduleSpan | undefined {
  const cron = readCron(fields);
  if (typeof cron === "string") return undefined;
  const gaps = dayGaps(cron);
  const [first, last] = [cron.hours[0], cron.hours.at(-1)];
  if (gaps === undefined || first === undefined || last === undefined) return undefined;
  const withinDay = cron.hours.slice(1).map((hour, index) => hour - (cron.hours[index] ?? 0));
  return {
    shortestHours: Math.min(...withinDay, gaps.shortest * 24 + first - last),
    longestHours: Math.max(...withinDay, gaps.longest * 24 + first - last),
    latestOpening: last,
  };
}

function cronProblem(fields: string): string | undefined {
  const cron = readCron(fields);
  if (typeof cron === "string") return cron;
  const { minHours, maxCalendarDays } = SCHEDULE_LIMITS;
  const span = cronSpan(fields);
  if (span === undefined || span.longestHours > maxCalendarDays * 24) {
    return rule(
      `a window in every year: at most ${maxCalendarDays} days between two, ` +
        (span === undefined ? "this one has none" : `here are up to ${Math.ceil(span.longestHours / 24)}`),
      "correct the days and months",
    );
  }
  if (span.shortestHours < minHours) {
    return rule(`at least ${minHours} hours between two windows, here are ${span.shortestHours}`, "leave hours out");
  }
  return undefined;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
