import { z } from "zod";
import { isPrivate, parseCidr } from "../values/cidr";
import { rule, section, text } from "../values/rules";

const subnetIds = (min: number) => {
  const error = rule(
    `a list of at least ${min} subnet ids, each once, such as ["subnet-0123456789abcdef0"]`,
    min > 1 ? "name one subnet in each of at least two zones" : "name at least one subnet",
  );
  return z
    .array(text(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet, subnet-...", "copy the id"), { error })
    .min(min, { error })
    .refine((ids) => new Set(ids).size === ids.length, { error });
};

const someClients = rule(
  'a list of private IPv4 blocks and security groups, each once, such as ["10.20.0.0/16", "sg-0123456789abcdef0"]; [] for nobody else',
  "name who else in the VPC asks these services",
);

const endpointClient = z.string({ error: someClients }).refine(
  (found) => {
    const block = parseCidr(found);
    return /^sg-[0-9a-f]{8,17}$/.test(found) || (block !== undefined && block.prefix >= 16 && isPrivate(block));
  },
  {
    error: rule(
      "a private IPv4 block of /16 or narrower without host bits, or the id of a security group, sg-...",
      "name the blocks of the VPC, or the groups of the workloads",
    ),
  },
);

/**
 * A VPC that exists already, made by somebody else. Nothing of it is changed: the environment adds its own security groups to it and,
 * where `egress: "endpoints"` asks for them, interface endpoints, which concern the whole VPC.
 */
export const vpcSection = section({
  /** Its DNS support and DNS hostnames must be on; every plan checks that, and that the subnets are its own. */
  id: text(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC, vpc-...", "copy the id"),
  /** Subnets of the rotation function and of the endpoints, each in another zone. */
  privateSubnetIds: subnetIds(2),
  /** Subnets of the database, each in another zone. Without the key it is the private ones. */
  databaseSubnetIds: subnetIds(2).optional(),
  /** Subnets with a route to the internet: needed for the bastion mode ssh, which takes the first. */
  publicSubnetIds: subnetIds(1).optional(),
  /**
   * Needed with `egress: "endpoints"`: who else in the VPC may use the endpoints. Their private DNS leads everything in the VPC that asks Secrets
   * Manager or RDS (with the bastion mode ssm also Systems Manager) to them, so whoever is not named here is cut off from these services. For
   * those who are, every action of the services passes for roles of this account; with `[]` only what this environment needs. Roles of other
   * accounts never pass.
   */
  endpointsOpenTo: z
    .array(endpointClient, { error: someClients })
    .refine((found) => new Set(found).size === found.length, { error: someClients })
    .optional(),
});
