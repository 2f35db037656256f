import { readCron } from "../../../environments/values/cron";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * When the next rotation window opens after a moment at which the secret rotates or its schedule is set. Windows of days open at
 * 00:00 UTC, those of hours at multiples of the hours after it; undefined for a schedule that cannot be read.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function nextWindow(schedule: string, after: Date): Date | undefined {
  const today = Math.floor(after.getTime() / DAY_MS) * DAY_MS;
  const [, count, unit] = /^rate\((\d+) (day|hour)s?\)$/.exec(schedule) ?? [];
  if (unit === "day") return new Date(today + Number(count) * DAY_MS);
  if (unit === "hour") {
    const step = Number(count) * HOUR_MS;
    return new Date(today + (Math.floor((after.getTime() - today) / step) + 1) * step);
  }
  const [, fields] = /^cron\((.*)\)$/.exec(schedule) ?? [];
  return fields === undefined ? undefined : nextByCalendar(fields, after, today);
}

function nextByCalendar(fields: string, after: Date, today: number): Date | undefined {
  const cron = readCron(fields);
  if (typeof cron === "string") return undefined;
  for (let day = today; day <= today + 4 * 366 * DAY_MS; day += DAY_MS) {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const calendarDay = { month: month + 1, dayOfMonth: date.getUTCDate(), daysInMonth, weekday: date.getUTCDay() + 1 };
    if (!cron.isOnDay(calendarDay)) continue;
    const opening = cron.hours.map((hour) => day + hour * HOUR_MS).find((at) => at > after.getTime());
    if (opening !== undefined) return new Date(opening);
  }
  return undefined;
}

/** `Tue 2026-12-01 00:00 UTC` */
export function dateText(date: Date): string {
  const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.getUTCDay()];
  return `${weekday} ${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
