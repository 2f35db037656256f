import { DataAwsSecurityGroup } from "@cdktf/provider-aws/lib/data-aws-security-group";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Op, TerraformSelf } from "cdktf";
import type { ExistingNetwork } from "../../environments/sections/network-section";
import type { EnvironmentStack } from "../shared/environment-stack";
import type { VpcLocation } from "./vpc-location";

/**
 * An existing VPC. It is read and not changed: flow logs, routes and its default group belong to its owner. Every plan
 * checks what the environment needs of it and names what is missing, before anything is created.
 */
export function existingVpc(stack: EnvironmentStack, { vpc: given, egress }: ExistingNetwork): VpcLocation {
  const vpc = new DataAwsVpc(stack, "existing_vpc", {
    id: given.id,
    lifecycle: {
      postcondition: egress === "endpoints" ? [dns("enable_dns_support"), dns("enable_dns_hostnames")] : [],
    },
  });
  const found = new Map<string, DataAwsSubnet>();
  /** The subnets of one purpose: an endpoint and a subnet group both want zones that differ. */
  const lookUp = (ids: readonly string[], zonesDiffer: boolean): readonly string[] =>
    ids.map((id, index) => {
      const known = found.get(id);
      if (known !== undefined) return known.id;
      const earlier = zonesDiffer ? ids.slice(0, index).flatMap((other) => found.get(other) ?? []) : [];
      const subnet = new DataAwsSubnet(stack, id, {
        id,
        lifecycle: {
          postcondition: [
            {
              condition: Op.eq(TerraformSelf.getString("vpc_id"), vpc.id),
              errorMessage: `The subnet ${id} does not belong to the VPC ${given.id}. Correct network.vpc in the environment file.`,
            },
            ...earlier.map((other) => ({
              condition: Op.neq(TerraformSelf.getString("availability_zone"), other.availabilityZone),
              errorMessage:
                `The subnet ${id} is in the same zone as ${other.friendlyUniqueId}. ` +
                "Name one subnet a zone in network.vpc of the environment file.",
            })),
          ],
        },
      });
      found.set(id, subnet);
      return subnet.id;
    });
  const privateIds = lookUp(given.privateSubnetIds, true);
  return {
    vpcId: vpc.id,
    privateIds,
    databaseIds: given.databaseSubnetIds === undefined ? privateIds : lookUp(given.databaseSubnetIds, true),
    publicIds: lookUp(given.publicSubnetIds ?? [], false),
    defaultGroupId: new DataAwsSecurityGroup(stack, "default_group", { vpcId: vpc.id, name: "default" }).id,
    natAddresses: [],
    routeTableOf: () => undefined,
  };
}

function dns(attribute: string) {
  return {
    condition: TerraformSelf.getAny(attribute),
    errorMessage:
      `The VPC has ${attribute} switched off, and the private DNS of interface endpoints needs it. ` +
      'Switch it on, or write network.egress: "existing" when the VPC has its own way to AWS services.',
  };
}
