import type { Goal, Measured } from "../measurement";
import { goalTable } from "./goals";
import type { Column, Table } from "./table";

/** The tables of one measurement for a page. `machine` is the line that says where they were measured. */
export function measuredMarkdown({ tables }: Measured, machine: string): string {
  return tables.map((table) => tableMarkdown(table, machine)).join("\n\n");
}

function tableMarkdown({ title, columns, rows, howOften, notes }: Table, machine: string): string {
  const remarks = [howOften, ...notes, machine].map((line) => `- ${line}`);
  return [`### ${title}`, "", markdownTable(columns, rows), "", ...remarks].join("\n");
}

/** Every goal with what was found. */
export function goalsMarkdown(goals: readonly Goal[]): string {
  const { columns, rows } = goalTable(goals);
  return ["### Goals", "", markdownTable(columns, rows)].join("\n");
}

/** A pipe table with padded cells, as the formatters of Markdown write it. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map((_, index) => (row[index] ?? "").replaceAll("|", "\\|")));
  const widths = columns.map(({ title }, index) =>
    Math.max(3, title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${columns
      .map(({ align }, index) => {
        const cell = row[index] ?? "";
        const width = widths[index] ?? 0;
        return align === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(" | ")} |`;
  const rule = columns.map(({ align }, index) => {
    const width = widths[index] ?? 0;
    return align === "right" ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
  });
  return [line(columns.map(({ title }) => title)), line(rule), ...cells.map(line)].join("\n");
}
