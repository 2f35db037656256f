import type { RowDataPacket } from "mysql2/promise";
import { connect } from "../../local/mysql/connection";
import type { Stage } from "./stage";

/** The statements that the server got, by their first words: `SHOW GRANTS` → 2. */
export type StatementCounts = ReadonlyMap<string, number>;

/**
 * Has the server write down every statement while `work` is done, and counts those that the admin and the users of this bench sent:
 * the same witness for every function, the driver's own statements included. The server's settings are put back afterwards.
 */
export async function countStatements(stage: Stage, work: () => Promise<unknown>): Promise<StatementCounts> {
  const connection = await connect(stage.mysql, stage.mysql.root);
  try {
    const [[saved]] = await connection.query<RowDataPacket[]>(
      "SELECT @@GLOBAL.general_log AS isOn, @@GLOBAL.log_output AS output, NOW(6) AS since",
    );
    await connection.query("SET GLOBAL log_output = 'TABLE'");
    await connection.query("SET GLOBAL general_log = ON");
    try {
      await work();
    } finally {
      await connection.query("SET GLOBAL general_log = ?", [saved?.isOn]);
      await connection.query("SET GLOBAL log_output = ?", [saved?.output]);
    }
    // Only the beginning is read: what stands behind it can be long, and may be about a password.
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT CONVERT(LEFT(argument, 40) USING utf8mb4) AS begins, COUNT(*) AS times FROM mysql.general_log " +
        "WHERE command_type = 'Query' AND event_time >= ? AND user_host LIKE ? GROUP BY begins",
      [saved?.since, `${stage.prefix.replaceAll("_", "\\_")}%`],
    );
    const counts = new Map<string, number>();
    for (const { begins, times } of rows as { begins: string; times: number }[]) {
      const kind = statementKind(begins);
      counts.set(kind, (counts.get(kind) ?? 0) + Number(times));
    }
    return counts;
  } finally {
    connection.destroy();
  }
}

/** `ALTER USER`, `SHOW GRANTS`, `SHOW CREATE USER`, `SELECT`…: enough to tell reads from writes. */
export function statementKind(begins: string): string {
  const [first = "", second = "", third = ""] = begins
    .trim()
    .toUpperCase()
    .split(/[\s(@]+/);
  if (first === "SHOW" && second === "CREATE") return `${first} ${second} ${third}`;
  if (
    ["SHOW", "ALTER", "CREATE", "DROP"].includes(first) ||
    (first === "SET" && ["ROLE", "PASSWORD"].includes(second))
  ) {
    return `${first} ${second}`;
  }
  return first;
}

export function total(counts: StatementCounts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
