import type { AppSecretChoice } from "../../environments/schema";
import type { Schedule } from "../../environments/values/schedule";

/** A schedule as Secrets Manager writes it: `rate(2 days)`, `cron(0 3 ? * SUN *)`. */
export function scheduleExpression(schedule: Schedule): string {
  if ("cron" in schedule) return `cron(${schedule.cron})`;
  return "everyDays" in schedule ? rate(schedule.everyDays, "day") : rate(schedule.everyHours, "hour");
}

/** Both, for people: `cron(0 3 ? * SUN *) for 3h`. */
export function windowWords(schedule: Schedule, hours: number): string {
  return `${scheduleExpression(schedule)} for ${windowExpression(hours)}`;
}

/** The window that the environment's file asks for, and the one that is deployed. */
export function describedWindows(secret: Pick<AppSecretChoice, "schedule" | "windowHours" | "rotationWindow">): {
  readonly requested: string;
  readonly deployed: string;
} {
  const { schedule, windowHours, rotationWindow } = secret;
  return {
    requested: windowWords(schedule, windowHours),
    deployed: windowWords(rotationWindow.schedule, rotationWindow.hours),
  };
}

/** A window as Secrets Manager writes it: `2h`. */
export function windowExpression(windowHours: number): string {
  return `${windowHours}h`;
}

function rate(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}
