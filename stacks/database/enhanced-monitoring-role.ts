import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, partitionOf, resourceName } from "../shared/naming";
import { trustPolicy } from "../shared/policy-document";

/**
 * The role with which RDS writes the metrics of enhanced monitoring. RDS takes it for this one instance of this account.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export function enhancedMonitoringRole(
  stack: EnvironmentStack,
  identifier: string,
): { readonly arn: string; readonly attachment: ITerraformDependable } {
  const { environment } = stack;
  const role = new IamRole(stack, "monitoring_role", {
    name: resourceName(environment, "database-monitoring"),
    description: "Lets RDS write the metrics of enhanced monitoring.",
    assumeRolePolicy: trustPolicy("monitoring.rds.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": environment.accountId },
      ArnLike: { "aws:SourceArn": arnOf(environment, "rds", `db:${identifier}`) },
    }),
  });
  const attachment = new IamRolePolicyAttachment(stack, "monitoring_role_policy", {
    role: role.name,
    policyArn: `arn:${partitionOf(environment.region)}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
  });
  return { arn: role.arn, attachment };
}
