import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { OwnNetwork } from "../../environments/sections/network-section";
import type { SubnetKind } from "../../environments/values/cidr-plan";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";

/** The route table of a zone's subnet of a kind; undefined when the network has none of that kind. */
export type RouteTables = Readonly<Record<SubnetKind, (zone: string) => string | undefined>> & {
  /** The route to the internet; nothing with a public address works, or can be made, before it is there. */
  readonly toInternet: Route | undefined;
};

/** Where anything is that no other route knows. */
export const ANYWHERE = "0.0.0.0/0";

/**
 * Public subnets lead to the internet, intra subnets nowhere. Private ones lead nowhere either, until NAT gateways add a route: then
 * each zone has a table of its own, so that it leaves through its own gateway. Who uses a NAT gateway is no matter here.
 */
export function routes(stack: EnvironmentStack, vpcId: string, network: OwnNetwork): RouteTables {
  const table = (id: string, name: string): string =>
    new RouteTable(stack, id, { vpcId, tags: { Name: resourceName(stack.environment, name) } }).id;

  const publicTable = network.publicSubnets ? table("public_routes", "public") : undefined;
  const toInternet = publicTable === undefined ? undefined : routeToInternet(stack, vpcId, publicTable);

  const ofZone = new Map<string, string>();
  if (network.egress === "nat") {
    for (const { name } of network.zones) ofZone.set(name, table(`private_routes_${name}`, `private-${name}`));
  } else {
    const shared = table("private_routes", "private");
    for (const { name } of network.zones) ofZone.set(name, shared);
  }
  const intraTable = network.intraSubnets ? table("intra_routes", "intra") : undefined;
  return { public: () => publicTable, private: (zone) => ofZone.get(zone), intra: () => intraTable, toInternet };
}

function routeToInternet(stack: EnvironmentStack, vpcId: string, routeTableId: string): Route {
  const gateway = new InternetGateway(stack, "internet_gateway", {
    vpcId,
    tags: { Name: resourceName(stack.environment, "internet") },
  });
  return new Route(stack, "public_default_route", {
    routeTableId,
    destinationCidrBlock: ANYWHERE,
    gatewayId: gateway.id,
  });
}
