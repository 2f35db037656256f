import { invalidParameter } from "../errors";
import { DAY_MS, HOUR_MS } from "../state";

/** A schedule by calendar, in UTC and whole hours. */
export interface Cron {
  /** Sorted. */
  readonly hours: readonly number[];
  /** True on days with a window. `day` is 00:00 UTC in milliseconds since the epoch. */
  readonly onDay: (day: number) => boolean;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * The six fields of Secrets Manager's cron: `minutes hours day-of-month month day-of-week year`. Minutes are 0, the
 * year is `*`, one of the two day fields is `?` (userguide/rotate-secrets_schedule.html). Understood are `*`, lists,
 * ranges, steps, names, `L` and `#`; `W` is refused.
 *
 * Not the parser of the environments (environments/values/cron.ts): that one refuses what people misread, and the service takes.
 */
export function parseCron(fields: string): Cron {
  const parts = fields.trim().split(/\s+/);
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = parts;
  if (parts.length !== 6 || !hours || !dayOfMonth || !month || !dayOfWeek) {
    throw invalidParameter(`A cron expression has six fields, found ${parts.length}: ${fields}`);
  }
  if (minutes !== "0" || year !== "*") {
    throw invalidParameter(`In a cron expression the minutes must be 0 and the year must be *, found: ${fields}`);
  }
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    throw invalidParameter(`In a cron expression one of day of month and day of week must be ?, found: ${fields}`);
  }
  const months = values(month, 1, 12, MONTHS);
  const isRightDay = dayOfWeek === "?" ? onDayOfMonth(dayOfMonth) : onDayOfWeek(dayOfWeek);
  return {
    hours: [...values(hours, 0, 23, [])].sort((one, other) => one - other),
    onDay: (day) => {
      const date = new Date(day);
      return months.has(date.getUTCMonth() + 1) && isRightDay(date);
    },
  };
}

/** The first window that opens after a moment; undefined if none does within four years (30 February). */
export function nextStart(cron: Cron, after: number): number | undefined {
  const today = Math.floor(after / DAY_MS) * DAY_MS;
  for (let day = today; day < today + 4 * 366 * DAY_MS; day += DAY_MS) {
    if (!cron.onDay(day)) continue;
    const start = cron.hours.map((hour) => day + hour * HOUR_MS).find((candidate) => candidate > after);
    if (start !== undefined) return start;
  }
  return undefined;
}

function onDayOfMonth(field: string): (date: Date) => boolean {
  if (field === "L") return (date) => new Date(date.getTime() + DAY_MS).getUTCDate() === 1;
  const days = values(field, 1, 31, []);
  return (date) => days.has(date.getUTCDate());
}

/** `TUE#3` is the third Tuesday of the month, `6L` the last Friday; 1 is Sunday. */
function onDayOfWeek(field: string): (date: Date) => boolean {
  const special = /^(\w+?)(?:#([1-5])|L)$/.exec(field);
  if (special?.[1] === undefined) {
    const days = values(field, 1, 7, WEEKDAYS);
    return (date) => days.has(date.getUTCDay() + 1);
  }
  const [weekday] = values(special[1], 1, 7, WEEKDAYS);
  const isWanted =
    special[2] === undefined
      ? (date: Date) => new Date(date.getTime() + 7 * DAY_MS).getUTCMonth() !== date.getUTCMonth()
      : (date: Date) => Math.ceil(date.getUTCDate() / 7) === Number(special[2]);
  return (date) => date.getUTCDay() + 1 === weekday && isWanted(date);
}

/** The numbers of a field: `*`, `5`, `1,15`, `MON-FRI`, `0/6`, and so on. Names count from the smallest number. */
function values(field: string, min: number, max: number, names: readonly string[]): Set<number> {
  const number = (text: string): number => {
    const index = names.indexOf(text.toUpperCase());
    const value = index >= 0 ? index + min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw invalidParameter(`The field ${field} of the cron expression is not valid: allowed are ${min} to ${max}.`);
  };
  const found = new Set<number>();
  for (const item of field.split(",")) {
    const [range = "", step] = item.split("/");
    const [first = "", last] = range.split("-");
    const from = first === "*" ? min : number(first);
    const to = last !== undefined ? number(last) : first === "*" || step !== undefined ? max : from;
    const by = step === undefined ? 1 : Math.max(1, number(step));
    for (let value = from; value <= to; value += by) found.add(value);
  }
  return found;
}
