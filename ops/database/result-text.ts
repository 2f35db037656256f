import { table } from "../output/table";
import type { StatementResult } from "./run-statement";

/** Rows as a table with their number, or the number of changed rows. */
export function resultText(result: StatementResult): string {
  if ("affectedRows" in result) return `${result.affectedRows} rows affected`;
  const { columns, rows } = result;
  const text = table(
    columns,
    rows.map((row) => row.map((value) => String(cellOf(value) ?? "NULL"))),
  );
  return `${text}\n${rows.length === 1 ? "1 row" : `${rows.length} rows`}`;
}

/** A value as JSON and a table can hold it: bytes in hexadecimal, moments in UTC. */
export function cellOf(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `0x${value.toString("hex")}`;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
