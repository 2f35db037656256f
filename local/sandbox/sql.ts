import { readFileSync } from "node:fs";
import type { ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { connect, serverAnswer } from "../mysql/connection";
import { LocalError } from "../terminal/error";
import { unlessInterrupted } from "../terminal/interruption";
import { textTable } from "../terminal/text-table";
import { databaseCaFile, type KeptPaths } from "./paths";
import type { ReadLogin } from "./secrets";

/** Runs one statement as the user of a secret, over verified TLS and without a client program. Returns rows as a table. Throws `command_failed`. */
export async function runSql(
  paths: KeptPaths,
  login: ReadLogin,
  statement: string,
  signal: AbortSignal,
): Promise<string> {
  const { host, port, dbname, username } = login;
  const caPem = readFileSync(databaseCaFile(paths), "utf8");
  try {
    const connection = await connect({ host, port, caPem }, login);
    try {
      if (dbname !== "") await connection.query(`USE \`${dbname.replaceAll("`", "``")}\``);
      const [result, columns] = await unlessInterrupted(
        signal,
        connection.query<RowDataPacket[][] | ResultSetHeader>({
          sql: statement,
          rowsAsArray: true,
        }),
      );
      return Array.isArray(result)
        ? rowsText(
            columns.map(({ name }) => name),
            result,
          )
        : `${result.affectedRows} rows affected`;
    } finally {
      connection.destroy();
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new LocalError(
      "command_failed",
      `the server refused, for ${username} at ${host}:${port}: ${serverAnswer(error)}`,
    );
  }
}

function rowsText(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const columns = names.map((title) => ({ title, align: "left" as const }));
  const cells = rows.map((row) => row.map(cellText));
  return `${textTable(columns, cells)}\n  ${rows.length === 1 ? "1 row" : `${rows.length} rows`}`;
}

function cellText(value: unknown): string {
  if (value === null) return "NULL";
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `0x${value.toString("hex")}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
