import type { RowDataPacket } from "mysql2/promise";
import { connect } from "../../local/mysql/connection";
import type { Stage } from "./stage";

/**
 * The highest number of connections that the server had at once while `work` was done, by its own count, less those that were there
 * before. On a server that others use, theirs are among them.
 */
export async function highestConnections({ mysql }: Stage, work: () => Promise<void>): Promise<number> {
  const connection = await connect(mysql, mysql.root);
  const status = async (name: string): Promise<number> => {
    const [rows] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS WHERE Variable_name = ?", [name]);
    return Number(rows[0]?.Value);
  };
  try {
    await connection.query("FLUSH STATUS"); // lets Max_used_connections begin again at what there is now
    const before = await status("Max_used_connections");
    await work();
    return (await status("Max_used_connections")) - before;
  } finally {
    connection.destroy();
  }
}
