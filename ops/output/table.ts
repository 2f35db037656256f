import { shownWidth } from "./style";

/** A longer line under the titles would wrap at most terminals. */
const MAX_RULE = 80;

/** Aligned text, two spaces between columns, a line under the titles. No line ends in a space. Cells may be coloured. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => shownWidth(row[index] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell + " ".repeat(Math.max(0, (widths[index] ?? 0) - shownWidth(cell))))
      .join("  ")
      .trimEnd();
  return [line(titles), line(widths.map((width) => "─".repeat(Math.min(width, MAX_RULE)))), ...rows.map(line)].join(
    "\n",
  );
}
