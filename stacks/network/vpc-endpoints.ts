import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { EnvironmentStack } from "../shared/environment-stack";
import { partitionOf, resourceName } from "../shared/naming";
import { endpointPolicy, endpointServices } from "./endpoint-policies";

export interface VpcEndpointsOptions {
  readonly vpcId: string;
  /** One in each zone. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/** Interface endpoints in every zone, with private DNS, for the services that the private subnets talk to. */
export function vpcEndpoints(stack: EnvironmentStack, options: VpcEndpointsOptions): void {
  const { environment } = stack;
  for (const [service, passage] of endpointServices(environment)) {
    new VpcEndpoint(stack, `endpoint_${service}`, {
      vpcId: options.vpcId,
      serviceName: endpointServiceName(environment.region, service),
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [...options.subnetIds],
      securityGroupIds: [options.securityGroupId],
      policy: endpointPolicy(environment, service, passage),
      tags: { Name: resourceName(environment, service) },
    });
  }
}

/** The name under which AWS offers a service to VPC endpoints. */
export function endpointServiceName(region: string, service: string): string {
  const name = `com.amazonaws.${region}.${service}`;
  return partitionOf(region) === "aws-cn" && service !== "s3" ? `cn.${name}` : name;
}
