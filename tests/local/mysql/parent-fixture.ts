/** A process that starts a MySQL, says where it is, and then ends, or waits to be ended, as its argument says. */
import { startMysql } from "../../../local/mysql/start";

async function main(ending: string): Promise<void> {
  const mysql = await startMysql();
  const { port, caFile } = mysql;
  console.log(JSON.stringify({ port, caFile }));
  if (ending === "wait") setInterval(() => {}, 1_000);
  if (ending === "exit") process.exit(0);
  // otherwise nothing is left to do, and a MySQL that runs must not hold the process
}

void main(process.argv[2] ?? "");
