import type { LocalEngine } from "../../local/mysql/program";
import type { RunningMysql } from "../../local/mysql/start";
import { messageOf } from "../../local/terminal/error";
import { TEST_MARIADB_VARIABLE, TEST_MYSQL_VARIABLE, type TestMysql } from "./mysql";
import { startServerOf } from "./start-server";

declare global {
  var runningTestServers: RunningMysql[] | undefined;
}

/**
 * One MySQL and one MariaDB for the whole test run: started here, found by the test files through the environment. Without a MySQL
 * there is no test run; where no MariaDB can be had (macOS without an installed one), its tests are skipped, and this says so.
 */
export default async function startTestServers(): Promise<void> {
  process.env[TEST_MYSQL_VARIABLE] = await start("mysql");
  try {
    process.env[TEST_MARIADB_VARIABLE] = await start("mariadb");
  } catch (error) {
    process.stderr.write(`tests: those on MariaDB are skipped: ${messageOf(error)}\n`);
  }
}

async function start(engine: LocalEngine): Promise<string> {
  const server = await startServerOf(engine, { onProgress: (message) => process.stderr.write(`tests: ${message}\n`) });
  globalThis.runningTestServers = [...(globalThis.runningTestServers ?? []), server];
  const { host, port, version, source, caFile, caPem, root, admin } = server;
  const shared: TestMysql = { engine, host, port, version, source, caFile, caPem, root, admin };
  return JSON.stringify(shared);
}
