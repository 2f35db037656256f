import { textTable } from "../../local/terminal/text-table";
import type { Goal, Measured } from "../measurement";
import { goalTable } from "./goals";
import type { Table } from "./table";

/** The tables of one measurement for a terminal. `machine` is the line that says where they were measured. */
export function measuredText({ tables }: Measured, machine: string): string {
  return tables.map((table) => tableText(table, machine)).join("\n\n");
}

function tableText({ title, columns, rows, howOften, notes }: Table, machine: string): string {
  const remarks = [howOften, ...notes, machine].map((line) => `  ${line}`);
  return [title, "", textTable(columns, rows), "", ...remarks].join("\n");
}

/** Every goal with what was found. */
export function goalsText(goals: readonly Goal[]): string {
  const { columns, rows } = goalTable(goals);
  return ["Goals", "", textTable(columns, rows)].join("\n");
}
