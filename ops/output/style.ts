/** Emphasis for a terminal; without colours each function returns its text unchanged. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const ESCAPE = "\u001b[";
const wrap = (code: number) => (text: string) => `${ESCAPE}${code}m${text}${ESCAPE}0m`;
const plain = (text: string) => text;

export const PLAIN: Style = { good: plain, bad: plain, warn: plain, dim: plain, bold: plain };

export const COLOURED: Style = { good: wrap(32), bad: wrap(31), warn: wrap(33), dim: wrap(2), bold: wrap(1) };

const ESCAPES = new RegExp(`${ESCAPE.replace("[", "\\[")}\\d+m`, "g");

/** How many columns a text takes: escape sequences take none. */
export function shownWidth(text: string): number {
  return text.replace(ESCAPES, "").length;
}
