import type { Engine } from "../values/engine-version";
import { rule } from "../values/rules";
import { type Schedule, scheduleSpan } from "../values/schedule";

/** What decides how long a password opens the database. */
export interface CredentialLifetime {
  readonly strategy: string;
  readonly engine: Engine;
  readonly schedule: Schedule;
  readonly maxCredentialAgeDays: number;
}

/**
 * The broken rule of a schedule by which a password lives longer than it may, or undefined. What is counted is how long a password
 * opens the database, and not how long it is the newest one: docs/decisions/025-how-old-a-password-gets.md.
 *
 * Ending with the next rotation takes a day more than the interval, because a rotation may come late within its window.
 */
export function credentialAgeProblem({
  maxCredentialAgeDays,
  schedule,
  ...secret
}: CredentialLifetime): string | undefined {
  const span = scheduleSpan(schedule);
  if (span === undefined) return undefined;
  const intervalDays = span.longestHours / 24;
  const livesOn = outlivesRotation(secret);
  const minAgeDays = Math.ceil(livesOn ? intervalDays * 2 : intervalDays + 1);
  if (maxCredentialAgeDays >= minAgeDays) return undefined;
  const why = livesOn ? "a password lives for two of them" : "a password ends with the next one, which may be late";
  return rule(
    `at least ${minAgeDays} with this schedule, whose rotations lie up to ${shownDays(intervalDays)} days apart: ${why}`,
    `rotate more often than every ${shownDays(intervalDays)} days, or allow an older credential than ${maxCredentialAgeDays} days`,
  );
}

/**
 * A replaced password keeps working, as the other user's or as the second one of the same user, and ends with the
 * rotation after that. Only a user of MariaDB that changes itself has one at a time.
 */
function outlivesRotation({ strategy, engine }: Pick<CredentialLifetime, "strategy" | "engine">): boolean {
  return !(strategy === "single-user" && engine === "mariadb");
}

/** At most two decimals: 0.17, 2, 30.5. */
function shownDays(days: number): string {
  return String(Math.round(days * 100) / 100);
}
