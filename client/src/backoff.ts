/** A number from 0 to 1, as `Math.random`. */
export type Random = () => number;

export interface BackoffRange {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Exponential back-off with full jitter: a random time from 0 to the bound, which doubles with each failure.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitterMs(failures: number, { firstMs, maxMs }: BackoffRange, random: Random): number {
  return random() * boundMs(failures, firstMs, maxMs);
}

/** The same with a lower half that is never undercut, for pauses that have to be there. */
export function equalJitterMs(failures: number, { firstMs, maxMs }: BackoffRange, random: Random): number {
  const bound = boundMs(failures, firstMs, maxMs);
  return bound / 2 + (random() * bound) / 2;
}

function boundMs(failures: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
}
