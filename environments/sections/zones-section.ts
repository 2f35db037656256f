import { z } from "zod";
import { parseCidr } from "../values/cidr";
import { rule, section, text } from "../values/rules";

/** AWS allows blocks from /16 to /28 for a VPC and for a subnet. */
export const cidrSchema = z
  .string({ error: rule("an IPv4 block such as 10.20.0.0/16", "write the block as text") })
  .superRefine((found, context) => {
    const block = parseCidr(found);
    if (block === undefined || block.prefix < 16 || block.prefix > 28) {
      context.addIssue({
        code: "custom",
        message: rule(
          "an IPv4 block from /16 to /28 without host bits, such as 10.20.0.0/16",
          "correct the address, or clear the bits behind the prefix",
        ),
      });
    }
  });

const zone = section({
  /** The zone, such as eu-west-1a. */
  name: text(
    /^[a-z]{2}(-[a-z0-9]+)+-\d[a-z]$/,
    "the name of an availability zone, such as eu-west-1a",
    "write a zone of the environment's region",
  ),
  /** For an ssh bastion and NAT gateways, with a route to the internet. Computed by default. */
  publicCidr: cidrSchema.optional(),
  /** For the function, the endpoints and, without intra subnets, the database. Computed by default. */
  privateCidr: cidrSchema.optional(),
  /** For the database if there are intra subnets; no route out. Computed by default. */
  intraCidr: cidrSchema.optional(),
});

const someZones = rule(
  "2 or 3 zones",
  "RDS needs subnets in at least two to survive the loss of one, and endpoints are paid for in each",
);

/** One subnet of each kind in each zone. Zones are named explicitly, so that a subnet never moves unexpectedly. */
export const zonesSection = z
  .array(zone, { error: someZones })
  .min(2, { error: someZones })
  .max(3, { error: someZones });
