import type { EnvironmentModel } from "./environment-model";
import { asList, shown } from "./json";
import type { Finding, GuardRail } from "./rule";

/** Every log group has a retention period, and every writer has such a group. */
export const logRetention: GuardRail = {
  name: "log-retention",
  check: (environment) => [
    ...environment
      .resources("aws_cloudwatch_log_group")
      .filter(({ values }) => !(Number(values.retention_in_days) > 0))
      .map(({ path, values }) => ({
        path,
        found: `retention_in_days = ${shown(values.retention_in_days)}`,
        allowed: "a number of days",
        remedy: "make the group with logGroup(), which takes logRetentionDays of the environment",
      })),
    ...withoutGroup(environment),
  ],
};

/** A service whose group is missing creates one itself: without an expiry, in no state and without the environment's key. */
function withoutGroup(environment: EnvironmentModel): readonly Finding[] {
  const names = new Set(environment.resources("aws_cloudwatch_log_group").map((group) => group.values.name));
  return environment.all.flatMap(({ path, type, values }) =>
    groupsWrittenBy(type, values)
      .filter((name) => !names.has(name))
      .map((name) => ({
        path,
        found: `no log group ${name}, which this resource writes to`,
        allowed: "a log group of the stack's own",
        remedy: "make it with logGroup() and let the resource depend on it",
      })),
  );
}

function groupsWrittenBy(type: string, values: Readonly<Record<string, unknown>>): readonly string[] {
  if (type === "aws_lambda_function") return [`/aws/lambda/${String(values.function_name)}`];
  if (type !== "aws_db_instance") return [];
  return asList(values.enabled_cloudwatch_logs_exports).map(
    (log) => `/aws/rds/instance/${String(values.identifier)}/${String(log)}`,
  );
}
