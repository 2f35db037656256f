/** The middle of a sample and its ends. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** Throws a TypeError for an empty sample: a figure that was not measured must not look like one. */
export function spreadOf(sample: readonly number[]): Spread {
  const sorted = [...sample].sort((one, other) => one - other);
  const min = sorted[0];
  const max = sorted.at(-1);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (min === undefined || max === undefined || lower === undefined || upper === undefined) {
    throw new TypeError("a spread of nothing");
  }
  return { median: (lower + upper) / 2, min, max, count: sorted.length };
}
