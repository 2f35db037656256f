import { DAYS_OF_MONTH, type FieldProblem, HOURS, MONTHS, readField, readNumber, WEEKDAYS } from "./cron-field";
import { rule } from "./rules";

/** A day of the calendar, as cron sees it. */
export interface CalendarDay {
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly dayOfMonth: number;
  /** 28 to 31 */
  readonly daysInMonth: number;
  /** 1 is Sunday. */
  readonly weekday: number;
}

/** A schedule by calendar: windows open at these hours (UTC, sorted) of the days that match. */
export interface Cron {
  readonly hours: readonly number[];
  readonly isOnDay: (day: CalendarDay) => boolean;
}

/** The longest text that Secrets Manager takes, less the `cron()` around it. */
const MAX_CHARACTERS = 249;

/**
 * Reads the six fields of Secrets Manager's own cron: minutes, hours, day of month, month, day of week, year. Returns the
 * broken rule when they are none. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 *
 * Not the parser of the local Secrets Manager (local/aws/secrets-manager/rotation/cron.ts): that one accepts everything that the
 * service accepts, in any spelling, and answers in its words.
 *
 * Stricter than the service in two places. A step that restarts early (`1/2` as days: the 31st and the 1st) must
 * be written out, because it is easy to misread. `L` is accepted where it has one meaning: alone as the day of the
 * month, and behind a weekday; the manual gives it two more.
 */
export function readCron(fields: string): Cron | string {
  const parts = fields.split(" ");
  const [minutes, hoursField = "", dayOfMonth = "", monthField = "", dayOfWeek = "", year] = parts;
  if (parts.length !== 6 || fields.startsWith("cron(") || fields.length > MAX_CHARACTERS) {
    return rule(
      "six fields with one blank between: minutes, hours, day of month, month, day of week, year",
      'write them without cron(), such as "0 3 ? * SUN *" for Sundays at 03:00 UTC',
    );
  }
  if (minutes !== "0" || year !== "*") {
    return rule("0 as the minutes and * as the year", "rotation windows open on the hour, in every year");
  }
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    return rule("? as one of day of month and day of week, and only as one", "write ? where the day is not given");
  }
  const hours = readField(hoursField, HOURS);
  if ("allowed" in hours) return broken(hours);
  const months = readField(monthField, MONTHS);
  if ("allowed" in months) return broken(months);
  const isDay = dayOfWeek === "?" ? readDayOfMonth(dayOfMonth) : readDayOfWeek(dayOfWeek);
  if ("allowed" in isDay) return broken(isDay);
  return { hours, isOnDay: (day) => months.includes(day.month) && isDay(day) };
}

type DayTest = (day: CalendarDay) => boolean;

function readDayOfMonth(field: string): DayTest | FieldProblem {
  if (field === "L") return ({ dayOfMonth, daysInMonth }) => dayOfMonth === daysInMonth;
  if (field.includes("W")) {
    return {
      allowed: "a day of the month without W, which Secrets Manager's cron does not have",
      remedy: "name weekdays in the day of week, such as MON#1 or MON-FRI",
    };
  }
  const days = readField(field, DAYS_OF_MONTH);
  if ("allowed" in days) return field.includes("L") ? lastDayProblem : days;
  return ({ dayOfMonth }) => days.includes(dayOfMonth);
}

const lastDayProblem: FieldProblem = {
  allowed: "L alone as the day of the month, or behind a weekday as the day of week (SUNL)",
  remedy: "write the last day as L, the last Sunday as ? * SUNL",
};

/** `TUE#3` is the third Tuesday of the month, `FRIL` or `6L` the last Friday. */
function readDayOfWeek(field: string): DayTest | FieldProblem {
  const [, name = "", nth] = /^([A-Z]{3}|\d)(?:#([1-5])|L)$/.exec(field) ?? [];
  if (name === "") {
    if (field === "L") return lastDayProblem;
    const days = readField(field, WEEKDAYS);
    return "allowed" in days ? days : ({ weekday }) => days.includes(weekday);
  }
  const wanted = readNumber(name, WEEKDAYS);
  if (wanted === undefined) {
    return { allowed: "a weekday, 1 to 7 or SUN to SAT, before # or L", remedy: "correct the weekday" };
  }
  return nth === undefined
    ? ({ weekday, dayOfMonth, daysInMonth }) => weekday === wanted && dayOfMonth + 7 > daysInMonth
    : ({ weekday, dayOfMonth }) => weekday === wanted && Math.ceil(dayOfMonth / 7) === Number(nth);
}

function broken({ allowed, remedy }: FieldProblem): string {
  return rule(allowed, remedy);
}
