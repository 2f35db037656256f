const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in the largest whole unit: `4 d`, `5 h`, `12 min`, `8 s`. */
export function age(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} d`;
  if (ms >= 2 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  if (ms >= 2 * MINUTE_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  return `${Math.max(0, Math.floor(ms / SECOND_MS))} s`;
}

/** A duration of a step or a rotation: `38 ms`, `1.2 s`, `75 s`. */
export function duration(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  return ms < 10 * SECOND_MS ? `${(ms / SECOND_MS).toFixed(1)} s` : `${Math.round(ms / SECOND_MS)} s`;
}

/** A moment in UTC to the minute: `2026-11-28 03:00Z`. */
export function minuteOf(moment: Date | number): string {
  return `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")}Z`;
}

/** A moment in UTC to the second: `2026-11-28 03:00:07Z`. */
export function secondOf(moment: Date | number): string {
  return `${new Date(moment).toISOString().slice(0, 19).replace("T", " ")}Z`;
}
