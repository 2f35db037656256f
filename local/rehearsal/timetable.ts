import { CACHE_MS } from "../load/fleet";
import type { RehearsalOptions } from "./options";

/** When each rotation is due. */
export interface Timetable {
  /** When rotation `number` (1 is the first) of the secret at `secretIndex` is due, in milliseconds from the start of the clients. */
  dueMs(secretIndex: number, number: number): number;
  /** The shortest time from the end of a rotation to the start of the next one of the same secret. */
  readonly minPauseMs: number;
  /** Clients log in at least until then. */
  readonly minDurationMs: number;
}

/** Time for clients to log in before the first rotation, and after the last. */
const LEAD_MS = 800;
const MIN_INTERVAL_MS = 1_500;

/**
 * Spreads the rotations over the time. The first ones of all secrets are due together: the function is cold and has to serve both
 * at once, the worst case. Later ones take turns.
 */
export function timetable(
  { rotations, seconds }: Pick<RehearsalOptions, "rotations" | "seconds">,
  secretCount: number,
): Timetable {
  const minDurationMs = seconds * 1_000;
  const intervalMs = Math.max(MIN_INTERVAL_MS, (minDurationMs - LEAD_MS) / (rotations + 0.25));
  return {
    dueMs: (secretIndex, number) => {
      const turnMs = number === 1 ? 0 : (secretIndex / secretCount) * intervalMs;
      return LEAD_MS + (number - 1) * intervalMs + turnMs;
    },
    minPauseMs: CACHE_MS * 2,
    minDurationMs,
  };
}
