import { createHash } from "node:crypto";
import { readCron } from "./cron";
import type { Schedule } from "./schedule";

/** When the window of a secret opens and how long it stays open. */
export interface RotationWindow {
  readonly schedule: Schedule;
  readonly hours: number;
}

/**
 * The window of a secret inside the one that was asked for: it opens 0 to `windowHours - 1` hours later and closes when the whole
 * window closes, so that many secrets with one schedule do not all start at once. How much later depends on the secret's name
 * alone: it is the same at every synthesis, and no other secret moves it, because a schedule that changes rotates at once.
 *
 * A rate opens at 00:00 UTC and cannot be moved. Where a calendar says exactly the same (every day, and hours that divide the
 * day) it takes the rate's place; other rates stay, and Secrets Manager alone chooses the moment within the window.
 */
export function ownWindow(secret: {
  readonly name: string;
  readonly schedule: Schedule;
  readonly windowHours: number;
  readonly spread: boolean;
}): RotationWindow {
  const { schedule, windowHours } = secret;
  const later = secret.spread ? hash(secret.name) % windowHours : 0;
  const cron = later === 0 ? undefined : laterCron(schedule, later);
  return cron === undefined ? { schedule, hours: windowHours } : { schedule: { cron }, hours: windowHours - later };
}

function laterCron(schedule: Schedule, later: number): string | undefined {
  if ("cron" in schedule) {
    const cron = readCron(schedule.cron);
    if (typeof cron === "string") return undefined;
    const [minutes, , ...days] = schedule.cron.split(" ");
    return [minutes, cron.hours.map((hour) => hour + later).join(","), ...days].join(" ");
  }
  const everyHours = "everyDays" in schedule ? schedule.everyDays * 24 : schedule.everyHours;
  if (24 % everyHours !== 0) return undefined;
  const hours = Array.from({ length: 24 / everyHours }, (_, index) => index * everyHours + later);
  return `0 ${hours.join(",")} * * ? *`;
}

/** The same number for a name on every machine, and far apart for names that are alike. */
function hash(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
