import { z } from "zod";
import { type Cidr, contains, isPrivate, overlap, parseCidr } from "../values/cidr";
import { plannedCidr, SMALLEST_PLANNED_PREFIX, SUBNET_KINDS } from "../values/cidr-plan";
import { rule } from "../values/rules";
import { crossCheck, type Report } from "./cross-check";

const zone = z.object({
  name: z.string(),
  publicCidr: z.string().optional(),
  privateCidr: z.string().optional(),
  intraCidr: z.string().optional(),
});

const readable = z.object({
  cidr: z.string().optional(),
  zones: z.array(zone).optional(),
  egress: z.string().optional(),
  publicSubnets: z.boolean(),
  intraSubnets: z.boolean(),
  networkAcl: z.boolean(),
  vpc: z.object({ endpointsOpenTo: z.array(z.string()).optional() }).optional(),
});
export type ReadableNetwork = z.output<typeof readable>;

/** The rules between the keys of a network. */
export const networkCheck = crossCheck(readable, (network, report) => {
  if (network.vpc === undefined) checkOwn(network, report);
  else checkExisting(network, report);
});

function checkOwn(network: ReadableNetwork, report: Report): void {
  if (network.egress === "existing") {
    report(["egress"], rule('"endpoints", "nat" or "single-nat" for a VPC that is made here', "choose one of these"));
  }
  if (!network.publicSubnets && network.egress?.endsWith("nat")) {
    report(["publicSubnets"], rule("true with a NAT gateway, which stands in a public subnet", "leave the key out"));
  }
  const { cidr, zones } = network;
  const orVpc = "or describe an existing VPC in vpc";
  if (cidr === undefined) report(["cidr"], rule("an IPv4 block such as 10.20.0.0/16", `write the block, ${orVpc}`));
  if (zones === undefined) report(["zones"], rule("2 or 3 zones", `name the zones, ${orVpc}`));
  const vpc = cidr === undefined ? undefined : parseCidr(cidr);
  if (vpc !== undefined && !isPrivate(vpc)) {
    report(
      ["cidr"],
      rule(
        "a block inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
        "choose private addresses: others have an owner on the internet",
      ),
    );
  }
  checkZones({ ...network, zones: zones ?? [] }, vpc, report);
}

/** An existing VPC has its own subnets and routes: keys that shape a new VPC are refused. */
function checkExisting(network: ReadableNetwork, report: Report): void {
  const foreign: readonly [string, boolean][] = [
    ["cidr", network.cidr !== undefined],
    ["zones", network.zones !== undefined],
    ["publicSubnets", !network.publicSubnets],
    ["intraSubnets", network.intraSubnets],
    ["networkAcl", network.networkAcl],
  ];
  for (const [key, given] of foreign) {
    if (given) report([key], rule("nothing here with an existing VPC", `remove ${key}, or remove vpc`));
  }
  if (network.egress === undefined || network.egress.endsWith("nat")) {
    report(
      ["egress"],
      rule(
        '"endpoints" or "existing" with an existing VPC',
        'write "existing" when it has NAT or endpoints of its own, "endpoints" when it has no endpoints of these services',
      ),
    );
  }
  const isOpenTo = network.vpc?.endpointsOpenTo !== undefined;
  if (network.egress === "endpoints" && !isOpenTo) {
    report(
      ["vpc", "endpointsOpenTo"],
      rule(
        "a list of who else in the VPC may use the endpoints, or []: everything in the VPC that asks these services is led to them",
        "name blocks of the VPC or security groups, or write [] when nothing else in the VPC asks these services",
      ),
    );
  }
  if (network.egress === "existing" && isOpenTo) {
    report(["vpc", "endpointsOpenTo"], rule('nothing with egress "existing", which makes no endpoints', "remove it"));
  }
}

interface Placed {
  readonly path: string;
  readonly block: Cidr;
}

function checkZones(
  network: ReadableNetwork & { readonly zones: readonly z.output<typeof zone>[] },
  vpc: Cidr | undefined,
  report: Report,
): void {
  const placed: Placed[] = [];
  const wanted = { public: network.publicSubnets, private: true, intra: network.intraSubnets };
  network.zones.forEach((zone, index) => {
    if (network.zones.findIndex((other) => other.name === zone.name) !== index) {
      report(["zones", index, "name"], rule("each zone once", "name another zone or remove this one"));
    }
    for (const kind of SUBNET_KINDS) {
      const key = `${kind}Cidr` as const;
      const path = ["zones", index, key];
      const given = zone[key];
      if (wanted[kind]) {
        placed.push(...checkBlock({ given, vpc, planned: vpc && plannedCidr(vpc, kind, index), path, placed, report }));
      } else if (given !== undefined) {
        report(path, rule(`nothing, because there are no ${kind} subnets`, `remove it, or ask for ${kind}Subnets`));
      }
    }
  });
}

/** Checks one subnet against the VPC and those before it, and returns its block. */
function checkBlock(subnet: {
  readonly given: string | undefined;
  readonly planned: string | undefined;
  readonly vpc: Cidr | undefined;
  readonly path: (string | number)[];
  readonly placed: readonly Placed[];
  readonly report: Report;
}): Placed[] {
  const { given, planned, vpc, path, placed, report } = subnet;
  const text = given ?? planned;
  if (text === undefined) {
    if (vpc !== undefined) {
      const limit = `a block, because a VPC smaller than /${SMALLEST_PLANNED_PREFIX} is not divided by itself`;
      report(path, rule(limit, "write the block, or choose a larger VPC"));
    }
    return [];
  }
  const block = parseCidr(text);
  if (block === undefined) return [];
  if (vpc !== undefined && !contains(vpc, block)) {
    report(path, rule(`a block inside ${vpc.text}`, "choose a part of the network's cidr"));
  }
  const clash = placed.find((other) => overlap(other.block, block));
  if (clash !== undefined) {
    const computed = given === undefined ? `, as the computed block ${text} does` : "";
    report(
      path,
      rule(
        `a block that does not overlap ${clash.path} (${clash.block.text})${computed}`,
        "choose addresses of its own",
      ),
    );
  }
  return [{ path: path.join("."), block }];
}
