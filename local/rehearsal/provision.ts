import type { RunningMysql } from "../mysql/start";
import { LocalError } from "../terminal/error";

import type { ProvisionRecord } from "./record";
import type { RecordedFunction } from "./recorded-invocations";
import type { RehearsedSecret } from "./secrets";

/** Has the packaged function create database, app user, grants and the first value of one secret. */
export async function provision(
  fn: RecordedFunction,
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
    ...(mysql.engine === "mysql" ? {} : { engine: mysql.engine }),
  };
  const result = await fn.invoke(payload);
  if (!result.ok) {
    throw new LocalError("provisioning_failed", {
      problem: `the function could not provision ${secret.name}`,
      found: `${result.errorType}: ${result.errorMessage}`,
      remedy: "read what was found; nothing was rotated",
    });
  }
  const invocation = fn.invocations.find((one) => one.payload === payload);
  if (invocation === undefined) throw new Error("an invocation that succeeded was not recorded");
  return { durationMs: invocation.endMs - invocation.startMs, apiCalls: invocation.apiCalls };
}
