/** The middle of a sample and its ends. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** Throws a TypeError for an empty sample: a figure that was not measured must not look like one. */
export function spreadOf(sample: readonly number[]): Spread {
  const sorted = [...sample].sort((one, other) => one - other);
  const least = sorted[0];
  const most = sorted.at(-1);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (least === undefined || most === undefined || lower === undefined || upper === undefined) {
    throw new TypeError("a spread of nothing");
  }
  return { median: (lower + upper) / 2, least, most, count: sorted.length };
}
