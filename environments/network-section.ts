import { z } from "zod";
import { type Cidr, contains, isPrivate, overlap, parseCidr } from "./cidr";
import { rule, section, text } from "./rules";

/** AWS allows blocks from /16 to /28 for a VPC and for a subnet. */
const cidrSchema = z
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
  name: text(
    /^[a-z]{2}(-[a-z0-9]+)+-\d[a-z]$/,
    "the name of an availability zone, such as eu-west-1a",
    "write a zone of the environment's region",
  ),
  /** Holds the bastion; routed to the internet. */
  publicCidr: cidrSchema,
  /** Holds the database and the function; routed nowhere. */
  privateCidr: cidrSchema,
});

const twoZones = rule("2 to 6 zones", "add a zone: RDS needs subnets in at least two to survive the loss of one");

/** What the cross-checks read. They run as soon as these are texts, so that one mistake does not hide the next. */
const readable = z.object({
  cidr: z.string(),
  zones: z.array(z.object({ name: z.string(), publicCidr: z.string(), privateCidr: z.string() })),
});

export const networkSection = section({
  /** The addresses of the VPC. */
  cidr: cidrSchema,
  /** One public and one private subnet in each. Zones are named, so that a subnet never moves by itself. */
  zones: z.array(zone, { error: twoZones }).min(2, { error: twoZones }).max(6, { error: twoZones }),
}).superRefine(
  (network, context) => {
    const report = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    const vpc = parseCidr(network.cidr);
    if (vpc !== undefined && !isPrivate(vpc)) {
      report(
        ["cidr"],
        rule(
          "a block inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
          "choose private addresses: others belong to somebody on the internet",
        ),
      );
    }
    const placed: { readonly path: string; readonly block: Cidr }[] = [];
    network.zones.forEach(({ name, publicCidr, privateCidr }, index) => {
      if (network.zones.findIndex((other) => other.name === name) !== index) {
        report(["zones", index, "name"], rule("each zone once", "name another zone or remove this one"));
      }
      for (const [key, cidr] of Object.entries({ publicCidr, privateCidr })) {
        const block = parseCidr(cidr);
        if (block === undefined) continue;
        if (vpc !== undefined && !contains(vpc, block)) {
          report(["zones", index, key], rule(`a block inside ${vpc.text}`, "choose a part of the network's cidr"));
        }
        const clash = placed.find((other) => overlap(other.block, block));
        if (clash !== undefined) {
          report(
            ["zones", index, key],
            rule(`a block that does not overlap ${clash.path} (${clash.block.text})`, "choose addresses of its own"),
          );
        }
        placed.push({ path: `zones.${index}.${key}`, block });
      }
    });
  },
  { when: ({ value }) => readable.safeParse(value).success },
);
