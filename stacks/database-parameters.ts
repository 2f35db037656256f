import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import type { EnvironmentStack } from "./environment-stack";
import { resourceName } from "./naming";

/**
 * What the server is told beyond its defaults. All of them can be changed while it runs.
 *
 * `require_secure_transport` is "1" and not "ON": both work, but scanners only know the number.
 */
const PARAMETERS = {
  require_secure_transport: "1",
  // FILE is what RDS can export to CloudWatch Logs.
  log_output: "FILE",
  slow_query_log: "1",
  long_query_time: "2",
} as const;

/** The parameter group of the instance: no connection without TLS, and slow statements logged. Returns its name. */
export function databaseParameters(stack: EnvironmentStack): string {
  const series = /^\d+\.\d+/.exec(stack.environment.database.engineVersion)?.[0] ?? "8.4";
  const group = new DbParameterGroup(stack, "parameter_group", {
    // The series is in the name because a group cannot change its family: on an upgrade the new one is made beside the old.
    name: resourceName(stack.environment, `mysql-${series.replace(".", "-")}`),
    family: `mysql${series}`,
    description: "TLS required, slow statements logged.",
    parameter: Object.entries(PARAMETERS).map(([name, value]) => ({ name, value, applyMethod: "immediate" })),
    lifecycle: { createBeforeDestroy: true },
  });
  return group.name;
}
