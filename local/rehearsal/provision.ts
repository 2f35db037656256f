import { WORK_TABLE } from "../load/login";
import { connect, runStatements } from "../mysql/connection";
import type { RunningMysql } from "../mysql/start";
import { LocalError } from "../terminal/error";
import type { FunctionPool } from "./function-pool";
import type { ProvisionRecord } from "./record";
import type { RehearsedSecret } from "./secrets";

/** Has the packaged function create database, app user, grants and the first value of one secret. */
export async function provision(
  pool: FunctionPool,
  mysql: RunningMysql,
  adminArn: string,
  secret: RehearsedSecret,
): Promise<ProvisionRecord> {
  const payload = {
    action: "provision",
    secretId: secret.arn,
    adminSecretId: adminArn,
    host: mysql.host,
    port: mysql.port,
    dbname: secret.database,
    username: secret.username,
    userHost: secret.userHost,
    privileges: secret.privileges,
  };
  const result = await pool.invoke(payload);
  if (!result.ok) {
    throw new LocalError("provisioning_failed", {
      problem: `the function could not provision ${secret.name}`,
      found: `${result.errorType}: ${result.errorMessage}`,
      remedy: "read what was found; nothing was rotated",
    });
  }
  const invocation = pool.invocations.find((one) => one.payload === payload);
  if (invocation === undefined) throw new Error("an invocation that succeeded was not recorded");
  return { durationMs: invocation.endMs - invocation.startMs, apiCalls: invocation.apiCalls };
}

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
