import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { ITerraformDependable } from "cdktf";
import type { EncryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { logGroup } from "../shared/log-group";
import { auditsConnections } from "./database-audit";
import { enhancedMonitoringRole } from "./enhanced-monitoring-role";

/** The two periods that Database Insights has: 7 days in its standard mode, free of charge, and 465 in its advanced one. */
const RETENTION_DAYS = { standard: 7, advanced: 465 } as const;

export interface DatabaseMonitoring {
  readonly config: Pick<
    DbInstanceConfig,
    | "databaseInsightsMode"
    | "enabledCloudwatchLogsExports"
    | "monitoringInterval"
    | "monitoringRoleArn"
    | "performanceInsightsEnabled"
    | "performanceInsightsKmsKeyId"
    | "performanceInsightsRetentionPeriod"
  >;
  /** What must exist before the instance does. */
  readonly first: readonly ITerraformDependable[];
}

/** Exported logs, and performance insights and enhanced monitoring as the environment asks for them. */
export function databaseMonitoring(
  stack: EnvironmentStack,
  identifier: string,
  key: EncryptionKey,
): DatabaseMonitoring {
  const { environment } = stack;
  const { exportedLogs, monitoringSeconds } = environment.database;
  // Never "general", which holds every statement with its data; of the audit plugin only what databaseAudit lets it write.
  const logs = [...exportedLogs, ...(auditsConnections(environment) ? ["audit"] : [])];
  const groups = logs.map((log) => logGroup(stack, `${log}_log_group`, `/aws/rds/instance/${identifier}/${log}`, key));
  const role = monitoringSeconds === 0 ? undefined : enhancedMonitoringRole(stack, identifier);
  return {
    config: {
      enabledCloudwatchLogsExports: logs,
      monitoringInterval: monitoringSeconds,
      ...(role === undefined ? {} : { monitoringRoleArn: role.arn }),
      ...insights(environment.database, key),
    },
    first: [...groups, ...(role === undefined ? [] : [role.attachment])],
  };
}

function insights(
  { performanceInsights, advancedInsights }: EnvironmentStack["environment"]["database"],
  key: EncryptionKey,
): Partial<DatabaseMonitoring["config"]> {
  if (!performanceInsights) return { performanceInsightsEnabled: false };
  const mode = advancedInsights ? "advanced" : "standard";
  return {
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: key.arn,
    performanceInsightsRetentionPeriod: RETENTION_DAYS[mode],
    databaseInsightsMode: mode,
  };
}
