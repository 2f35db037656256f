import { DbParameterGroup, type DbParameterGroupParameter } from "@cdktf/provider-aws/lib/db-parameter-group";
import type { Environment } from "../../environments/schema";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { type DatabaseEngine, seriesName } from "./database-engine";

/**
 * The parameter group of the instance: no connection without TLS, text in utf8mb4, slow statements logged, and what the environment
 * adds. Returns its name.
 */
export function databaseParameters(stack: EnvironmentStack, engine: DatabaseEngine): string {
  const group = new DbParameterGroup(stack, "parameter_group", {
    // A prefix, because a group cannot change its family: on an upgrade, or any other replacement, the new one is made beside the old.
    namePrefix: `${resourceName(stack.environment, seriesName(engine))}-`,
    family: engine.family,
    description: "TLS required, slow statements logged.",
    parameter: [...ownParameters(stack.environment, engine), ...furtherParameters(stack.environment)],
    lifecycle: { createBeforeDestroy: true },
  });
  return group.name;
}

/**
 * The parameters that differ from the server's defaults. All of them can be changed while it runs.
 *
 * `require_secure_transport` is "1" and not "ON": both work, but scanners only know the number.
 */
function ownParameters({ database }: Environment, { collation }: DatabaseEngine): readonly DbParameterGroupParameter[] {
  const parameters: Readonly<Record<string, string>> = {
    require_secure_transport: "1",
    character_set_server: "utf8mb4",
    collation_server: collation,
    // RDS allows LOAD DATA LOCAL by default, with which an untrusted server can read files of its clients.
    local_infile: "0",
    // FILE is what RDS can export to CloudWatch Logs.
    log_output: "FILE",
    slow_query_log: "1",
    long_query_time: String(database.slowStatementSeconds),
  };
  return Object.entries(parameters)
    .filter(([name]) => !(name in database.parameters))
    .map(([name, value]) => ({ name, value, applyMethod: "immediate" }));
}

function furtherParameters({ database }: Environment): readonly DbParameterGroupParameter[] {
  return Object.entries(database.parameters).map(([name, given]) => {
    const afterRestart = typeof given === "object";
    return {
      name,
      value: String(afterRestart ? given.value : given),
      applyMethod: afterRestart ? "pending-reboot" : "immediate",
    };
  });
}
