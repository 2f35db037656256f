/** The clock of one rehearsal: milliseconds, with fractions, since it was last restarted. */
export interface RehearsalClock {
  /** The time of day at millisecond 0. */
  readonly startedAt: Date;
  /** To a hundredth. Never goes back, even when the machine's time of day is corrected. */
  nowMs(): number;
  /** Makes this moment 0. */
  restart(): void;
}

/** A clock that starts at 0 now. */
export function startClock(): RehearsalClock {
  let startedAt = new Date();
  let zero = performance.now();
  return {
    get startedAt() {
      return startedAt;
    },
    nowMs: () => Math.round((performance.now() - zero) * 100) / 100,
    restart: () => {
      startedAt = new Date();
      zero = performance.now();
    },
  };
}
