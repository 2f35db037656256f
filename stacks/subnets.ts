import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { EnvironmentStack } from "./environment-stack";
import { resourceName } from "./naming";

/** Subnet ids in the order of the environment's zones. */
export interface Subnets {
  readonly publicIds: readonly string[];
  readonly privateIds: readonly string[];
}

/**
 * One public and one private subnet in each zone. The private ones have no route out at all: the database needs none, and
 * the function reaches Secrets Manager through an endpoint inside the VPC.
 */
export function subnets(stack: EnvironmentStack, vpcId: string): Subnets {
  const { environment } = stack;
  const gateway = new InternetGateway(stack, "internet_gateway", {
    vpcId,
    tags: { Name: resourceName(environment, "internet") },
  });
  const publicRoutes = new RouteTable(stack, "public_routes", {
    vpcId,
    tags: { Name: resourceName(environment, "public") },
  });
  new Route(stack, "public_default_route", {
    routeTableId: publicRoutes.id,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: gateway.id,
  });
  const privateRoutes = new RouteTable(stack, "private_routes", {
    vpcId,
    tags: { Name: resourceName(environment, "private") },
  });

  const place = (kind: "public" | "private", zone: string, cidrBlock: string, routeTableId: string): string => {
    const subnet = new Subnet(stack, `${kind}_${zone}`, {
      vpcId,
      availabilityZone: zone,
      cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { Name: resourceName(environment, `${kind}-${zone}`) },
      // Lambda gives its network interfaces back late: 35 minutes are not rare, more than an hour has been seen.
      // https://github.com/hashicorp/terraform-provider-aws/issues/32130
      ...(kind === "private" ? { timeouts: { delete: "90m" } } : {}),
    });
    new RouteTableAssociation(stack, `${kind}_${zone}_routes`, { subnetId: subnet.id, routeTableId });
    return subnet.id;
  };
  const { zones } = environment.network;
  return {
    publicIds: zones.map(({ name, publicCidr }) => place("public", name, publicCidr, publicRoutes.id)),
    privateIds: zones.map(({ name, privateCidr }) => place("private", name, privateCidr, privateRoutes.id)),
  };
}
