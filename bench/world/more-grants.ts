import { connect, runStatements } from "../../local/mysql/connection";
import { ALTERNATE_SUFFIX } from "../../rotation-fn/settings";
import type { Stage } from "./stage";

const ROWS_A_STATEMENT = 1_000;

/**
 * Gives both users of a pair SELECT on databases number `from` to `to`, one row of SHOW GRANTS each. The rows are written into the
 * grant table itself, because 20,000 GRANT statements would take longer than all measurements.
 */
export async function addGrants(stage: Stage, username: string, from: number, to: number): Promise<void> {
  const rows = [username, `${username}${ALTERNATE_SUFFIX}`].flatMap((user) =>
    Array.from(
      { length: to - from + 1 },
      (_, index) => `('%', '${stage.prefix}db_${String(from + index).padStart(5, "0")}', '${user}', 'Y')`,
    ),
  );
  const connection = await connect(stage.mysql, stage.mysql.root);
  try {
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      const some = rows.slice(at, at + ROWS_A_STATEMENT).join(", ");
      await runStatements(connection, [`INSERT INTO mysql.db (Host, Db, User, Select_priv) VALUES ${some}`]);
    }
    await runStatements(connection, ["FLUSH PRIVILEGES"]);
  } finally {
    connection.destroy();
  }
}
