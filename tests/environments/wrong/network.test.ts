import { parseEnvironment } from "../../../environments";
import { sampleWith } from "../../support/sample-environment";
import { mistake, refusal, refusesEach } from "../../support/wrong-environment";

const CIDR = "an IPv4 block from /16 to /28 without host bits, such as 10.20.0.0/16; what to do: correct the address";
const ZONES = "2 or 3 zones; what to do: RDS needs subnets in at least two to survive the loss of one";
const THREE = [{ name: "eu-west-1a" }, { name: "eu-west-1b" }, { name: "eu-west-1c" }];
const NAT = "true with a NAT gateway, which stands in a public subnet; what to do: leave the key out";

describe("the network of an environment file", () => {
  refusesEach([
    mistake("host bits", "network.cidr", "10.1.0.1/16", CIDR),
    mistake("a VPC that is too large", "network.cidr", "10.0.0.0/8", CIDR),
    mistake("a subnet that is too small", "network.zones.0.publicCidr", "10.1.0.0/29", CIDR),
    mistake("host bits of a subnet", "network.zones.0.privateCidr", "10.1.10.1/24", CIDR),
    mistake("one zone", "network.zones", THREE.slice(0, 1), ZONES, { found: "a list of 1" }),
    mistake("four zones", "network.zones", [...THREE, { name: "eu-west-1d" }], ZONES, { found: "a list of 4" }),
    mistake("a zone twice", "network.zones.1.name", "eu-west-1a", "each zone once"),
    mistake("a zone of another region", "network.zones.1.name", "eu-west-2b", "a zone of the region eu-west-1"),
    mistake("a subnet outside the VPC", "network.zones.1.privateCidr", "10.2.0.0/24", "a block inside 10.1.0.0/16"),
    mistake(
      "subnets that overlap",
      "network.zones.1.privateCidr",
      "10.1.10.128/25",
      "a block that does not overlap zones.0.privateCidr (10.1.10.0/24)",
    ),
    mistake(
      "no address at all",
      "network.cidr",
      undefined,
      "an IPv4 block such as 10.20.0.0/16; what to do: write the block, or",
      {
        found: "nothing",
      },
    ),
    mistake(
      "no zone at all",
      "network.zones",
      undefined,
      "2 or 3 zones; what to do: name the zones, or describe an existing",
      {
        found: "nothing",
      },
    ),
    mistake("an unknown way out", "network.egress", "vpn", '"endpoints", "nat", "single-nat", "existing"; what to do'),
    mistake(
      "the way out of an existing VPC",
      "network.egress",
      "existing",
      '"endpoints", "nat" or "single-nat" for a VPC',
    ),
  ]);
});

describe("a network without public subnets", () => {
  refusesEach([
    mistake(
      "an ssh bastion",
      "network",
      { cidr: "10.1.0.0/16", zones: THREE, publicSubnets: false },
      "true with an ssh bastion, which stands in one; what to do: leave the key out, or choose the bastion mode ssm",
      { reportedAt: "network.publicSubnets", found: "false" },
    ),
  ]);
});

describe("the plan of a network", () => {
  const withZones = (zones: unknown, more: object = {}) => ({ cidr: "10.1.0.0/16", zones, ...more });
  refusesEach(
    [
      mistake(
        "a block where there are no such subnets",
        "network.zones.0.intraCidr",
        "10.1.20.0/24",
        "nothing, because there are no intra subnets; what to do: remove it, or ask for intraSubnets",
      ),
      mistake(
        "a block that the computed one of another subnet overlaps",
        "network",
        withZones([{ name: "eu-west-1a", publicCidr: "10.1.16.0/24" }, { name: "eu-west-1b" }]),
        "a block that does not overlap zones.0.publicCidr (10.1.16.0/24), as the computed block 10.1.16.0/20 does",
        { reportedAt: "network.zones.1.publicCidr", found: "nothing" },
      ),
      mistake(
        "a NAT gateway without a public subnet",
        "network",
        withZones(THREE, { egress: "nat", publicSubnets: false }),
        NAT,
        { reportedAt: "network.publicSubnets", found: "false" },
      ),
    ],
    { bastion: { mode: "none" } },
  );

  test("is refused for a VPC that is too small to be cut, once for each subnet that names no block", () => {
    const network = withZones([{ name: "eu-west-1a", publicCidr: "10.1.0.0/28" }, { name: "eu-west-1b" }]);
    const { problems } = refusal(() =>
      parseEnvironment("dev", sampleWith({ network: { ...network, cidr: "10.1.0.0/25" } })),
    );
    expect(problems.map((problem) => problem.path)).toEqual([
      "dev.network.zones.0.privateCidr",
      "dev.network.zones.1.publicCidr",
      "dev.network.zones.1.privateCidr",
    ]);
    expect(problems[0]?.rule).toContain("a block, because a VPC smaller than /24 is not divided by itself");
  });
});

describe("a VPC with public addresses", () => {
  refusesEach([
    mistake(
      "public addresses",
      "network",
      {
        cidr: "8.8.0.0/16",
        zones: [
          { name: "eu-west-1a", publicCidr: "8.8.0.0/24", privateCidr: "8.8.10.0/24" },
          { name: "eu-west-1b", publicCidr: "8.8.1.0/24", privateCidr: "8.8.11.0/24" },
        ],
      },
      "a block inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
      { reportedAt: "network.cidr", found: '"8.8.0.0/16"' },
    ),
  ]);
});
