import type { Schedule } from "../environments/schedule";

/** A schedule as Secrets Manager writes it: `rate(2 days)`, `cron(0 3 ? * SUN *)`. */
export function scheduleExpression(schedule: Schedule): string {
  if ("cron" in schedule) return `cron(${schedule.cron})`;
  return "everyDays" in schedule ? rate(schedule.everyDays, "day") : rate(schedule.everyHours, "hour");
}

/** A window as Secrets Manager writes it: `2h`. */
export function windowExpression(windowHours: number): string {
  return `${windowHours}h`;
}

function rate(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}
