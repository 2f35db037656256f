import { SAMPLE } from "../../support/sample-environment";
import { mistake, refusesEach } from "../../support/wrong-environment";

const CIDR = "an IPv4 block from /16 to /28 without host bits, such as 10.20.0.0/16; what to do: correct the address";
const ZONES = "2 to 6 zones; what to do: add a zone: RDS needs subnets in at least two to survive the loss of one";

describe("the network of an environment file", () => {
  refusesEach([
    mistake("host bits", "network.cidr", "10.1.0.1/16", CIDR),
    mistake("a VPC that is too large", "network.cidr", "10.0.0.0/8", CIDR),
    mistake("a subnet that is too small", "network.zones.0.publicCidr", "10.1.0.0/29", CIDR),
    mistake("host bits of a subnet", "network.zones.0.privateCidr", "10.1.10.1/24", CIDR),
    mistake("one zone", "network.zones", [SAMPLE.network.zones[0]], ZONES, { found: "a list of 1" }),
    mistake("a zone twice", "network.zones.1.name", "eu-west-1a", "each zone once"),
    mistake("a zone of another region", "network.zones.1.name", "eu-west-2b", "a zone of the region eu-west-1"),
    mistake("a subnet outside the VPC", "network.zones.1.privateCidr", "10.2.0.0/24", "a block inside 10.1.0.0/16"),
    mistake(
      "subnets that overlap",
      "network.zones.1.privateCidr",
      "10.1.10.128/25",
      "a block that does not overlap zones.0.privateCidr (10.1.10.0/24)",
    ),
  ]);
});

describe("a VPC of addresses that belong to somebody", () => {
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
