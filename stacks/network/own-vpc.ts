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

/** A VPC of the environment's own: subnets, routes, flow logs, and nothing in it that talks without being told to. */
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
  // Adopted to be emptied: whatever is started without naming a group can then talk to nobody.
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
