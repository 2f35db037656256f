import type { RowDataPacket } from "mysql2/promise";
import { isBorrowed } from "../../local/mysql/borrowed-server";
import { connect, runStatements } from "../../local/mysql/connection";
import type { RunningMysql } from "../../local/mysql/start";

/** Drops the accounts and databases with this prefix from a server that stays. A server of our own is removed as a whole. */
export async function dropAllOf(mysql: RunningMysql, prefix: string): Promise<void> {
  if (!isBorrowed(mysql)) return;
  const connection = await connect(mysql, mysql.root);
  try {
    const like = `${prefix.replaceAll("_", "\\_")}%`;
    const [accounts] = await connection.query<RowDataPacket[]>("SELECT user, host FROM mysql.user WHERE user LIKE ?", [
      like,
    ]);
    const [databases] = await connection.query<RowDataPacket[]>(
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?",
      [like],
    );
    await runStatements(connection, [
      ...accounts.map(({ user, host }) => `DROP USER IF EXISTS '${user}'@'${host}'`),
      ...databases.map(({ name }) => `DROP DATABASE IF EXISTS \`${name}\``),
    ]);
  } finally {
    connection.destroy();
  }
}
