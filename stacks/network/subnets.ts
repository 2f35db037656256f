import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { OwnNetwork } from "../../environments/sections/network-section";
import type { SubnetKind } from "../../environments/values/cidr-plan";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import type { RouteTables } from "./routes";

/** Subnet ids by kind, in the order of the environment's zones. A kind that the network does without is empty. */
export type SubnetIds = Readonly<Record<SubnetKind, readonly string[]>>;

/** One subnet of each kind in each zone, with its routes. None of them gives a public address by itself. */
export function subnets(
  stack: EnvironmentStack,
  vpcId: string,
  { zones }: OwnNetwork,
  routeTables: RouteTables,
): SubnetIds {
  const place = (kind: SubnetKind): readonly string[] =>
    zones.flatMap((zone) => {
      const cidrBlock = zone[`${kind}Cidr`];
      const routeTableId = routeTables[kind](zone.name);
      if (cidrBlock === undefined || routeTableId === undefined) return [];
      const subnet = new Subnet(stack, `${kind}_${zone.name}`, {
        vpcId,
        availabilityZone: zone.name,
        cidrBlock,
        mapPublicIpOnLaunch: false,
        tags: { Name: resourceName(stack.environment, `${kind}-${zone.name}`) },
        // Lambda gives its network interfaces back late: 35 minutes are not rare, more than an hour has been seen.
        // https://github.com/hashicorp/terraform-provider-aws/issues/32130
        ...(kind === "private" ? { timeouts: { delete: "90m" } } : {}),
      });
      new RouteTableAssociation(stack, `${kind}_${zone.name}_routes`, { subnetId: subnet.id, routeTableId });
      return [subnet.id];
    });
  return { public: place("public"), private: place("private"), intra: place("intra") };
}
