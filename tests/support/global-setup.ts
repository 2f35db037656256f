import { type RunningMysql, startMysql } from "../../local/mysql/start";
import { TEST_MYSQL_VARIABLE, type TestMysql } from "./mysql";

declare global {
  var runningTestMysql: RunningMysql | undefined;
}

/** One MySQL for the whole test run: started here, found by the test files through the environment. */
export default async function startTestMysql(): Promise<void> {
  const mysql = await startMysql({ onProgress: (message) => process.stderr.write(`tests: ${message}\n`) });
  const { host, port, version, source, caFile, caPem, root, admin } = mysql;
  const shared: TestMysql = { host, port, version, source, caFile, caPem, root, admin };
  globalThis.runningTestMysql = mysql;
  process.env[TEST_MYSQL_VARIABLE] = JSON.stringify(shared);
}
