import { startOfDay } from "../dates";
import { DAY_MS, HOUR_MS, type RotationConfiguration, type RotationRules, type Secret } from "../state";
import { nextStart } from "./cron";
import { readSchedule, type Schedule, windowHours } from "./rules";

/** A span in which the service may rotate, in milliseconds since the epoch. */
interface Window {
  readonly opensAt: number;
  readonly closesAt: number;
}

/**
 * NextRotationDate: "the next rotation is scheduled to occur on or before this date", so the end of the next window.
 * It counts from the last rotation or manual update and lies in the past when rotation has failed since.
 *
 * DEVIATION from userguide/rotate-secrets_schedule.html: by itself nothing happens on that date. A gateway with schedules starts rotations when the
 * window opens (gateway/schedules); elsewhere call RotateSecret.
 */
export function nextRotationAt(secret: Secret, rotation: RotationConfiguration): number | undefined {
  return nextWindow(secret, rotation)?.closesAt;
}

/**
 * RotationRules of DescribeSecret. With a schedule expression AutomaticallyAfterDays "is calculated from the rotation
 * schedule after every successful rotation"; assumed: whole days to the next window, at least 1.
 */
export function rulesOnTheWire(
  secret: Secret,
  rotation: RotationConfiguration,
): Readonly<Record<string, unknown>> | undefined {
  const { rules, lastRotatedAt } = rotation;
  if (rules === undefined) return undefined;
  if ("automaticallyAfterDays" in rules) {
    return { AutomaticallyAfterDays: rules.automaticallyAfterDays, Duration: rules.duration };
  }
  const opensAt = lastRotatedAt === undefined ? undefined : nextWindow(secret, rotation)?.opensAt;
  const days =
    opensAt === undefined || lastRotatedAt === undefined
      ? undefined
      : Math.max(1, Math.round((opensAt - startOfDay(lastRotatedAt)) / DAY_MS));
  return { ScheduleExpression: rules.scheduleExpression, Duration: rules.duration, AutomaticallyAfterDays: days };
}

function nextWindow(secret: Secret, rotation: RotationConfiguration): Window | undefined {
  if (rotation.rules === undefined) return undefined;
  return windowAfter(rotation.rules, Math.max(secret.currentSince ?? 0, rotation.configuredAt));
}

/** The first window after a moment. */
export function windowAfter(rules: RotationRules, after: number): Window | undefined {
  const schedule: Schedule =
    "automaticallyAfterDays" in rules
      ? { unit: "days", every: rules.automaticallyAfterDays }
      : readSchedule(rules.scheduleExpression);
  const opensAt = nextOpening(schedule, after);
  if (opensAt === undefined) return undefined;
  return {
    opensAt,
    closesAt: rules.duration ? opensAt + windowHours(rules.duration) * HOUR_MS : defaultEnd(schedule, opensAt),
  };
}

function nextOpening(schedule: Schedule, after: number): number | undefined {
  switch (schedule.unit) {
    case "days":
      return startOfDay(after) + schedule.every * DAY_MS;
    case "hours":
      return (
        startOfDay(after) +
        (Math.floor((after - startOfDay(after)) / (schedule.every * HOUR_MS)) + 1) * schedule.every * HOUR_MS
      );
    case "cron":
      return nextStart(schedule.cron, after);
  }
}

/** "For a schedule in hours, the window automatically closes after one hour; in days, at the end of the UTC day." */
function defaultEnd(schedule: Schedule, opensAt: number): number {
  const isHourly = schedule.unit === "hours" || (schedule.unit === "cron" && schedule.cron.hours.length > 1);
  return isHourly ? opensAt + HOUR_MS : startOfDay(opensAt) + DAY_MS - 1000;
}
