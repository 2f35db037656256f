import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { EnvironmentStack } from "./environment-stack";
import { arnOf, partitionOf, resourceName } from "./naming";
import { policyDocument } from "./policy-document";

/**
 * What may pass each endpoint. The function needs the changing calls on secrets, applications the reading ones. The `rds`
 * endpoint serves programs that look an instance up by its ARN, as AWS's own rotation functions do.
 */
const ALLOWED_ACTIONS = {
  secretsmanager: [
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
    "secretsmanager:ListSecretVersionIds",
    "secretsmanager:PutSecretValue",
    "secretsmanager:RotateSecret",
    "secretsmanager:UpdateSecretVersionStage",
  ],
  rds: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
} as const;

const RESOURCES = { secretsmanager: "secret:*", rds: "*" } as const;

export interface VpcEndpointsOptions {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/**
 * Interface endpoints with private DNS for the services that the private subnets talk to. Both the caller and what it asks for
 * must belong to the environment's account: stolen credentials of another account cannot carry data out this way.
 */
export function vpcEndpoints(stack: EnvironmentStack, options: VpcEndpointsOptions): void {
  const { environment } = stack;
  for (const service of ["secretsmanager", "rds"] as const) {
    new VpcEndpoint(stack, `endpoint_${service}`, {
      vpcId: options.vpcId,
      serviceName: serviceName(environment.region, service),
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [...options.subnetIds],
      securityGroupIds: [options.securityGroupId],
      policy: policyDocument([
        {
          Sid: "ThisAccountOnly",
          Effect: "Allow",
          Principal: "*",
          Action: ALLOWED_ACTIONS[service],
          Resource: arnOf(environment, service, RESOURCES[service]),
          wildcardReason:
            "the endpoint bounds what may pass at all; what each caller may do is in the caller's own policy",
          Condition: { StringEquals: { "aws:PrincipalAccount": environment.accountId } },
        },
      ]),
      tags: { Name: resourceName(environment, service) },
    });
  }
}

function serviceName(region: string, service: string): string {
  const name = `com.amazonaws.${region}.${service}`;
  return partitionOf(region) === "aws-cn" ? `cn.${name}` : name;
}
