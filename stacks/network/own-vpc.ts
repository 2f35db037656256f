import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { OwnNetwork } from "../../environments/sections/network-section";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { flowLogs } from "./flow-logs";
import { natGateways } from "./nat-gateways";
import { networkAcls } from "./network-acls";
import { routes } from "./routes";
import { subnets } from "./subnets";
import type { VpcLocation } from "./vpc-location";

/** The environment's own VPC: subnets, routes, flow logs, and an emptied default security group. */
export function ownVpc(stack: EnvironmentStack, network: OwnNetwork): VpcLocation {
  const { environment } = stack;
  const vpc = new Vpc(stack, "vpc", {
    cidrBlock: network.cidr,
    // Private DNS of the endpoints needs both.
    enableDnsHostnames: true,
    enableDnsSupport: true,
    tags: { Name: resourceName(environment, "vpc") },
  });
  const routeTables = routes(stack, vpc.id, network);
  const subnetIds = subnets(stack, vpc.id, network, routeTables);
  const natAddresses = natGateways(stack, network, subnetIds.public, routeTables);
  networkAcls(stack, vpc.id, network, subnetIds);
  // Adopted to empty it: an instance without a named group then has no network access.
  const unused = new DefaultSecurityGroup(stack, "default_group", {
    vpcId: vpc.id,
    tags: { Name: resourceName(environment, "default-unused") },
  });
  flowLogs(stack, vpc.id);

  const [firstZone] = network.zones;
  return {
    vpcId: vpc.id,
    publicIds: subnetIds.public,
    privateIds: subnetIds.private,
    databaseIds: network.intraSubnets ? subnetIds.intra : subnetIds.private,
    defaultGroupId: unused.id,
    natAddresses,
    routeTableOf: (kind) => (firstZone === undefined ? undefined : routeTables[kind](firstZone.name)),
  };
}
