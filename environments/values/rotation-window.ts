import { createHash } from "node:crypto";
import { readCron } from "./cron";
import type { Schedule } from "./schedule";

/** When the window of a secret opens and how long it stays open. */
export interface RotationWindow {
  readonly schedule: Schedule;
  readonly hours: number;
}

/** What decides about the window of a secret. */
export interface WindowRequest {
  readonly name: string;
  readonly schedule: Schedule;
  readonly windowHours: number;
  readonly spread: boolean;
}

/**
 * The windows of an environment's secrets, in their order. A schedule is deployed as it was written. Only where several secrets share one,
 * those after the first open 0 to `windowHours - 1` hours later and close when the whole window closes, so that they do not all start at
 * once. How much later depends on the secret's name alone: a secret that is added moves no other, because a schedule that changes rotates
 * at once.
 *
 * A rate opens at 00:00 UTC and cannot be moved. Where a calendar says exactly the same (every day, and hours that divide the
 * day) it takes the rate's place; other rates stay, and Secrets Manager alone chooses the moment within the window.
 */
export function rotationWindows(secrets: readonly WindowRequest[]): readonly RotationWindow[] {
  const seen = new Set<string>();
  return secrets.map((secret) => {
    const { name, schedule, windowHours, spread } = secret;
    const shared = JSON.stringify([schedule, windowHours]);
    const later = spread && seen.has(shared) ? hash(name) % windowHours : 0;
    seen.add(shared);
    const cron = later === 0 ? undefined : laterCron(schedule, later);
    return cron === undefined ? { schedule, hours: windowHours } : { schedule: { cron }, hours: windowHours - later };
  });
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
