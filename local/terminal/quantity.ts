/** Numbers as a person reads them; one place, so that report and picture agree. */

/** `1234` → `1,234`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A count with its noun: `1 login`, `2 logins`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** Milliseconds below one second, seconds above: `38 ms`, `1.24 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

/** Bytes in decimal units: `262 kB`, `1.48 MB`. */
export function bytes(value: number): string {
  return value < 1_000_000 ? `${Math.round(value / 1000)} kB` : `${(value / 1_000_000).toFixed(2)} MB`;
}

/** Cardinal numbers up to twelve as a word, for a title. */
export function spelled(value: number): string {
  const words = [
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
  ];
  return words[value] ?? count(value);
}
