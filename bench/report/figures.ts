import type { Spread } from "./statistics";

/** Three significant digits: `0.42`, `6.3`, `48`, `1,234`. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size < 1 && size > 0) return value.toFixed(2);
  if (size < 10 && !Number.isInteger(value)) return value.toFixed(1);
  return Math.round(value).toLocaleString("en-US");
}

/** `48 (44–61)`: the median, and the minimum and maximum of the sample. One value stands alone. */
export function spread({ median, min, max, count }: Spread): string {
  return count === 1 ? figure(median) : `${figure(median)} (${figure(min)}–${figure(max)})`;
}

/** How often the first is contained in the second: `0.38 ×`. */
export function ratio(ours: number, theirs: number): string {
  return `${(ours / theirs).toFixed(2)} ×`;
}

/** Where nothing was measured. */
export const NOT_MEASURED = "–";
