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
 * An existing VPC with another owner. The environment changes nothing in it. It adds its own security groups and,
 * with `egress: "endpoints"`, interface endpoints, which affect the whole VPC.
 */
export const vpcSection = section({
  /** The VPC. DNS support and DNS hostnames must be on; every plan checks that, and that the subnets belong to it. */
  id: text(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC, vpc-...", "copy the id"),
  /** Subnets for the rotation function and the endpoints, each in another zone. */
  privateSubnetIds: subnetIds(2),
  /** Subnets for the database, each in another zone. The default is the private subnets. */
  databaseSubnetIds: subnetIds(2).optional(),
  /** Subnets with a route to the internet: required for the bastion mode ssh, which uses the first. */
  publicSubnetIds: subnetIds(1).optional(),
  /**
   * Required with `egress: "endpoints"`: who else in the VPC may use the endpoints. Their private DNS redirects all calls in the VPC to Secrets
   * Manager and RDS (with the bastion mode ssm also Systems Manager) to the endpoints, so clients that are not named here lose access to these
   * services. The endpoint policy allows named clients every action with roles of this account; with `[]` only what this environment needs. It never
   * allows roles of other accounts.
   */
  endpointsOpenTo: z
    .array(endpointClient, { error: someClients })
    .refine((found) => new Set(found).size === found.length, { error: someClients })
    .optional(),
});
