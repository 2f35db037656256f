import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { EnvironmentStack } from "./environment-stack";
import { partitionOf, resourceName } from "./naming";
import { policyDocument } from "./policy-document";
import { ANYWHERE } from "./routes";
import { endpointServiceName } from "./vpc-endpoints";
import type { VpcPlace } from "./vpc-place";

/**
 * The bastion's way to the security updates of Amazon Linux. They lie in S3, so in a VPC of its own the bastion reaches them through a
 * gateway endpoint, which costs nothing, and reaches nothing else in the world: not by its group, and not by the endpoint's policy.
 * Behind NAT or in an existing VPC the way there is not this environment's to choose, and HTTPS is open.
 */
export function packageRepositories(stack: EnvironmentStack, place: VpcPlace, bastionGroupId: string): void {
  const { bastion, network } = stack.environment;
  if (bastion.mode === "none") return;
  // Where applications may leave through NAT, a gateway endpoint would catch their own traffic with S3.
  const isOwnWay = network.kind === "own" && (bastion.mode === "ssh" || network.egress === "endpoints");
  const routeTableId = isOwnWay ? place.routeTableOf(bastion.mode === "ssh" ? "public" : "private") : undefined;
  new VpcSecurityGroupEgressRule(stack, "bastion_to_package_repositories", {
    securityGroupId: bastionGroupId,
    description: "Security updates of Amazon Linux",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    ...(routeTableId === undefined
      ? { cidrIpv4: ANYWHERE }
      : { prefixListId: repositoriesEndpoint(stack, place.vpcId, routeTableId).prefixListId }),
  });
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
