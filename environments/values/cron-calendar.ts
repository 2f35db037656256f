import type { CalendarDay, Cron } from "./cron";

const DAY_MS = 86_400_000;

/** After 28 years, weekdays and leap years fall as before (from 1901 to 2099). */
const ROUND_DAYS = 28 * 365 + 7;

/** Days that lie between two days with windows. */
export interface DayGaps {
  readonly shortest: number;
  readonly longest: number;
}

/** How far apart the days of a cron schedule lie, over a whole round of the calendar; undefined when it has no day at all. */
export function dayGaps(cron: Cron): DayGaps | undefined {
  const days = calendar().flatMap((day, index) => (cron.isOnDay(day) ? [index] : []));
  const [first] = days;
  if (first === undefined) return undefined;
  const next = [...days.slice(1), first + ROUND_DAYS];
  let [shortest, longest] = [ROUND_DAYS, 1];
  days.forEach((day, index) => {
    const gap = (next[index] ?? day) - day;
    shortest = Math.min(shortest, gap);
    longest = Math.max(longest, gap);
  });
  return { shortest, longest };
}

let days: readonly CalendarDay[] | undefined;

/** Every day of a round, made once: an environment may have many secrets. */
function calendar(): readonly CalendarDay[] {
  days ??= Array.from({ length: ROUND_DAYS }, (_, index) => {
    const date = new Date(Date.UTC(2001, 0, 1) + index * DAY_MS);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return {
      month: month + 1,
      dayOfMonth: date.getUTCDate(),
      daysInMonth: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
      weekday: date.getUTCDay() + 1,
    };
  });
  return days;
}
