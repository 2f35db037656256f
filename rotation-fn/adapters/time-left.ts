import { type Effect, type LoginEndpoint, RotationError } from "../errors";
import type { Deadline } from "../ports/clock";

/** Left of the invocation's time for saying what went wrong. */
const RESERVE_MS = 1_500;

/** How long something may take, at most `maxMs`. Throws `deadline_exceeded` when no time is left for it. */
export function timeLeft(deadline: Deadline, maxMs: number, what: string): number {
  const leftMs = deadline.remainingMs() - RESERVE_MS;
  if (leftMs > 0) return Math.min(maxMs, leftMs);
  throw outOfTime(what, "none");
}

/** The driver's error for a statement that was not answered in its time. */
export function isTimeout(thrown: unknown): boolean {
  return (
    typeof thrown === "object" && thrown !== null && "code" in thrown && thrown.code === "PROTOCOL_SEQUENCE_TIMEOUT"
  );
}

export function outOfTime(what: string, effect: Effect, endpoint?: LoginEndpoint): RotationError {
  const remedy =
    "raise the function's timeout, or find out why the database answers slowly; the step can be repeated safely";
  return new RotationError(
    "deadline_exceeded",
    { problem: `the time of the invocation ended before ${what}`, remedy },
    { effect, endpoint },
  );
}
