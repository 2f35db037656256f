import { connect, runStatements } from "../mysql/connection";
import type { RunningMysql } from "../mysql/start";
import { WORK_TABLE } from "./login";

/** Makes the table that clients read and write, in every database, as the admin does the schema of an application. */
export async function createWorkTables(mysql: RunningMysql, databases: readonly string[]): Promise<void> {
  const connection = await connect(mysql, mysql.admin);
  try {
    await runStatements(
      connection,
      [...new Set(databases)].map(
        (database) =>
          `CREATE TABLE IF NOT EXISTS \`${database}\`.\`${WORK_TABLE}\` (id BIGINT AUTO_INCREMENT PRIMARY KEY, client VARCHAR(64) NOT NULL)`,
      ),
    );
  } finally {
    connection.destroy();
  }
}
