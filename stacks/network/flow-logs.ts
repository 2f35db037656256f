import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { encryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { logGroup } from "../shared/log-group";
import { arnOf, resourceName } from "../shared/naming";
import { policyDocument, trustPolicy } from "../shared/policy-document";

/** Records every connection of the VPC, accepted and refused, in an encrypted log group. */
export function flowLogs(stack: EnvironmentStack, vpcId: string): void {
  const { environment } = stack;
  const key = encryptionKey(stack, "logs_key", { name: "network-logs", use: "logs of the network" });
  const group = logGroup(stack, "flow_log_group", `/vpc/${resourceName(environment, "flow-logs")}`, key);
  const role = new IamRole(stack, "flow_log_role", {
    name: resourceName(environment, "flow-logs"),
    description: "Lets VPC flow logs be written to their log group.",
    assumeRolePolicy: trustPolicy("vpc-flow-logs.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": environment.accountId },
      ArnLike: { "aws:SourceArn": arnOf(environment, "ec2", "vpc-flow-log/*") },
    }),
  });
  const policy = new IamRolePolicy(stack, "flow_log_policy", {
    name: "write-flow-logs",
    role: role.id,
    policy: policyDocument([
      {
        Sid: "WriteFlowLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: `${group.arn}:*`,
        wildcardReason: "a stream's ARN is that of its group and a name that the service makes up",
      },
      {
        Sid: "FindLogGroup",
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "*",
        wildcardReason: "the service looks its group up by listing, and listing knows no narrower resource",
      },
    ]),
  });
  new FlowLog(stack, "flow_log", {
    vpcId,
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: group.arn,
    iamRoleArn: role.arn,
    maxAggregationInterval: 60,
    tags: { Name: resourceName(environment, "all-traffic") },
    dependsOn: [policy],
  });
}
