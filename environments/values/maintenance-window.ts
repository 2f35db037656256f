import { z } from "zod";
import { rule } from "./rules";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const MINUTES_A_DAY = 24 * 60;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/** RDS asks for this much. */
const MIN_MINUTES = 30;

/** A stretch of time within a day or a week, in minutes after its beginning. The end may lie in the next day or week. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/** The daily time of backups in UTC, as RDS writes it: `03:00-04:00`. */
export const backupWindowSchema = windowSchema(
  dailySpan,
  "a daily time of at least 30 minutes in UTC, such as 03:00-04:00",
);

/**
 * The weekly time of maintenance in UTC, as RDS writes it: `sun:04:30-sun:05:30`. RDS sets no upper limit; more than a day is taken for a
 * mistake here.
 */
export const maintenanceWindowSchema = windowSchema(
  weeklySpan,
  "a weekly time of 30 minutes to 24 hours in UTC, such as sun:04:30-sun:05:30",
);

function windowSchema(read: (text: string) => Span | undefined, allowed: string) {
  const error = rule(allowed, "write begin and end, days in three small letters");
  return z.string({ error }).refine((found) => read(found) !== undefined, { error });
}

/** True when the two have a minute in common on any day. RDS refuses that. Texts that are no windows overlap nothing. */
export function windowsOverlap(backup: string, maintenance: string): boolean {
  const daily = dailySpan(backup);
  const weekly = weeklySpan(maintenance);
  if (daily === undefined || weekly === undefined) return false;
  // One day and one week before as well: either may have begun there.
  for (let day = -1; day < 7; day += 1) {
    const start = day * MINUTES_A_DAY + daily.start;
    for (const begin of [weekly.start - MINUTES_A_WEEK, weekly.start]) {
      if (start < begin + weekly.length && begin < start + daily.length) return true;
    }
  }
  return false;
}

function dailySpan(text: string): Span | undefined {
  const [begin, end, ...more] = text.split("-");
  return spanOf(minuteOfDay(begin), minuteOfDay(end), MINUTES_A_DAY, more);
}

function weeklySpan(text: string): Span | undefined {
  const [begin, end, ...more] = text.split("-");
  return spanOf(minuteOfWeek(begin), minuteOfWeek(end), MINUTES_A_WEEK, more);
}

function spanOf(begin: number | undefined, end: number | undefined, round: number, more: readonly string[]) {
  if (begin === undefined || end === undefined || more.length > 0) return undefined;
  const length = (end - begin + round) % round;
  return length < MIN_MINUTES || length > MINUTES_A_DAY ? undefined : { start: begin, length };
}

function minuteOfDay(text = ""): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

function minuteOfWeek(text = ""): number | undefined {
  const day = DAYS.findIndex((name) => text.startsWith(`${name}:`));
  const minute = minuteOfDay(text.slice(4));
  return day < 0 || minute === undefined ? undefined : day * MINUTES_A_DAY + minute;
}
