import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { EnvironmentStack } from "../shared/environment-stack";
import { partitionOf, resourceName } from "../shared/naming";
import { policyDocument } from "../shared/policy-document";
import { ANYWHERE } from "./routes";
import { endpointServiceName } from "./vpc-endpoints";
import type { VpcLocation } from "./vpc-location";

/**
 * The bastion's way to the security updates of Amazon Linux. They lie in S3, so in a VPC of its own the bastion reaches them through a
 * gateway endpoint, which costs nothing, and reaches nothing else in the world: not by its group, and not by the endpoint's policy.
 *
 * With NAT there is no such endpoint, wherever the bastion stands: what leaves a NAT gateway follows the routes of the public subnet that it
 * stands in, and the endpoint's policy would cut the private applications off from S3. The bastion then reaches S3, and nothing else, by the
 * addresses that AWS lists. In an existing VPC the way there is not this environment's to choose, and HTTPS is open.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export function packageRepositories(stack: EnvironmentStack, location: VpcLocation, bastionGroupId: string): void {
  const { bastion, network } = stack.environment;
  if (bastion.mode === "none") return;
  const routeTableId =
    network.egress === "endpoints" ? location.routeTableOf(bastion.mode === "ssh" ? "public" : "private") : undefined;
  new VpcSecurityGroupEgressRule(stack, "bastion_to_package_repositories", {
    securityGroupId: bastionGroupId,
    description: "Security updates of Amazon Linux",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    ...(network.kind === "existing"
      ? { cidrIpv4: ANYWHERE }
      : { prefixListId: addressesOfRepositories(stack, location.vpcId, routeTableId) }),
  });
}

/** The prefix list of S3: that of the gateway endpoint, or the same without one. */
function addressesOfRepositories(stack: EnvironmentStack, vpcId: string, routeTableId: string | undefined): string {
  if (routeTableId !== undefined) return repositoriesEndpoint(stack, vpcId, routeTableId).prefixListId;
  // https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
  const { region } = stack.environment;
  return new DataAwsEc2ManagedPrefixList(stack, "s3_addresses", { name: `com.amazonaws.${region}.s3` }).id;
}

function repositoriesEndpoint(stack: EnvironmentStack, vpcId: string, routeTableId: string): VpcEndpoint {
  const { environment } = stack;
  const { region } = environment;
  return new VpcEndpoint(stack, "endpoint_s3", {
    vpcId,
    serviceName: endpointServiceName(region, "s3"),
    vpcEndpointType: "Gateway",
    routeTableIds: [routeTableId],
    policy: policyDocument([
      {
        Sid: "ReadPackagesOfAmazonLinux",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        // https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
        Resource: `arn:${partitionOf(region)}:s3:::al2023-repos-${region}-de612dc2/*`,
        // Package managers read without credentials, which AWS calls an account of this name. Those of another account do not pass.
        Condition: { StringEqualsIfExists: { "aws:PrincipalAccount": ["anonymous", environment.accountId] } },
        wildcardReason: "a bucket of AWS that holds nothing but public packages",
      },
    ]),
    tags: { Name: resourceName(environment, "package-repositories") },
  });
}
