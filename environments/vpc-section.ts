import { z } from "zod";
import { rule, section, text } from "./rules";

const subnetIds = (least: number) => {
  const error = rule(
    `a list of at least ${least} subnet ids, each once, such as ["subnet-0123456789abcdef0"]`,
    least > 1 ? "name one subnet in each of at least two zones" : "name at least one subnet",
  );
  return z
    .array(text(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet, subnet-...", "copy the id"), { error })
    .min(least, { error })
    .refine((ids) => new Set(ids).size === ids.length, { error });
};

/**
 * A VPC that exists already, made by somebody else. Nothing of it is changed: the environment adds its own security groups to it and,
 * unless the VPC has other ways to AWS services, its own interface endpoints.
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
});
