import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { EncryptionKey } from "./encryption-key";
import type { EnvironmentStack } from "./environment-stack";
import { logGroup } from "./log-group";
import { partitionOf, resourceName } from "./naming";
import { trustPolicy } from "./policy-document";

/** Never "general" or "audit": they would hold every statement, with the data in it. */
const EXPORTED_LOGS = ["error", "slowquery"] as const;

export interface DatabaseMonitoring {
  readonly config: Pick<
    DbInstanceConfig,
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
  const { performanceInsights, monitoringSeconds } = stack.environment.database;
  const groups = EXPORTED_LOGS.map((log) =>
    logGroup(stack, `${log}_log_group`, `/aws/rds/instance/${identifier}/${log}`, key),
  );
  const role = monitoringSeconds === 0 ? undefined : monitoringRole(stack);
  return {
    config: {
      enabledCloudwatchLogsExports: [...EXPORTED_LOGS],
      monitoringInterval: monitoringSeconds,
      ...(role === undefined ? {} : { monitoringRoleArn: role.arn }),
      performanceInsightsEnabled: performanceInsights,
      // Seven days are free of charge.
      ...(performanceInsights ? { performanceInsightsKmsKeyId: key.arn, performanceInsightsRetentionPeriod: 7 } : {}),
    },
    first: [...groups, ...(role === undefined ? [] : [role.attachment])],
  };
}

function monitoringRole(stack: EnvironmentStack): { arn: string; attachment: ITerraformDependable } {
  const { environment } = stack;
  const role = new IamRole(stack, "monitoring_role", {
    name: resourceName(environment, "database-monitoring"),
    description: "Lets RDS write the metrics of enhanced monitoring.",
    assumeRolePolicy: trustPolicy("monitoring.rds.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": environment.accountId },
    }),
  });
  const attachment = new IamRolePolicyAttachment(stack, "monitoring_role_policy", {
    role: role.name,
    policyArn: `arn:${partitionOf(environment.region)}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
  });
  return { arn: role.arn, attachment };
}
