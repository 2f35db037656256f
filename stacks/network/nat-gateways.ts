import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { OwnNetwork } from "../../environments/sections/network-section";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { ANYWHERE, type RouteTables } from "./routes";

/**
 * The ways out of the private subnets, when the environment asks for NAT: one in each zone, or a single one for all, which is cheaper and
 * takes the other zones down with its own. Returns their public addresses, for the allow-lists of others.
 */
export function natGateways(
  stack: EnvironmentStack,
  network: OwnNetwork,
  publicIds: readonly string[],
  routeTables: RouteTables,
): readonly string[] {
  if (network.egress === "endpoints") return [];
  const single = network.egress === "single-nat";
  const zones = single ? network.zones.slice(0, 1) : network.zones;
  return zones.map(({ name }, index) => {
    const id = single ? "nat" : `nat_${name}`;
    const tags = { Name: resourceName(stack.environment, `nat-${name}`) };
    // In a VPC without an internet gateway AWS refuses a NAT gateway, and it refuses to detach the one while the other's address is
    // there. The NAT gateway waits for its address.
    const dependsOn = routeTables.toInternet === undefined ? [] : [routeTables.toInternet];
    const address = new Eip(stack, `${id}_address`, { domain: "vpc", tags, dependsOn });
    const subnetId = publicIds[index];
    const routeTableId = routeTables.private(name);
    if (subnetId === undefined || routeTableId === undefined)
      throw new Error(`the zone ${name} has no public subnet for NAT`);
    const gateway = new NatGateway(stack, id, { allocationId: address.id, subnetId, tags });
    new Route(stack, single ? "private_default_route" : `private_default_route_${name}`, {
      routeTableId,
      destinationCidrBlock: ANYWHERE,
      natGatewayId: gateway.id,
    });
    return address.publicIp;
  });
}
