import { mistake, refusesEach } from "../../support/wrong-environment";

const PRIVATE = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const VPC = { id: "vpc-0123456789abcdef0", privateSubnetIds: PRIVATE };
const LIST = 'a list of at least 2 subnet ids, each once, such as ["subnet-0123456789abcdef0"]';
const NOTHING = "nothing here with an existing VPC; what to do: remove";

describe("an existing VPC of an environment file", () => {
  refusesEach(
    [
      mistake("a name", "network.vpc.id", "main", "the id of a VPC, vpc-..."),
      mistake("one subnet", "network.vpc.privateSubnetIds", PRIVATE.slice(0, 1), LIST, { found: "a list of 1" }),
      mistake("a subnet twice", "network.vpc.databaseSubnetIds", [PRIVATE[0], PRIVATE[0]], LIST, {
        found: "a list of 2",
      }),
      mistake(
        "a subnet that is none",
        "network.vpc.privateSubnetIds.0",
        "eu-west-1a",
        "the id of a subnet, subnet-...",
      ),
      mistake("no subnet for an ssh bastion", "network.vpc.publicSubnetIds", [], "a list of at least 1 subnet ids", {
        found: "a list of 0",
      }),
      mistake("addresses of its own", "network.cidr", "10.1.0.0/16", `${NOTHING} cidr, or remove vpc`),
      mistake(
        "zones of its own",
        "network.zones",
        [{ name: "eu-west-1a" }, { name: "eu-west-1b" }],
        `${NOTHING} zones`,
        {
          found: "a list of 2",
        },
      ),
      mistake("no public subnets", "network.publicSubnets", false, `${NOTHING} publicSubnets`),
      mistake("intra subnets", "network.intraSubnets", true, `${NOTHING} intraSubnets`),
      mistake("a network ACL", "network.networkAcl", true, `${NOTHING} networkAcl`),
      mistake(
        "NAT gateways",
        "network.egress",
        "nat",
        '"endpoints" or "existing" with an existing VPC; what to do: write',
      ),
      mistake(
        "no choice of its way to AWS services",
        "network.egress",
        undefined,
        '"endpoints" or "existing" with an existing VPC; what to do: write',
        { found: "nothing" },
      ),
      mistake(
        "endpoints without a word on who else may use them",
        "network.vpc.endpointsOpenTo",
        undefined,
        "a list of who else in the VPC may use the endpoints, or []",
        { found: "nothing" },
      ),
      mistake(
        "users of endpoints that it does not make",
        "network.egress",
        "existing",
        'nothing with egress "existing"',
        {
          reportedAt: "network.vpc.endpointsOpenTo",
          found: "a list of 0",
        },
      ),
      mistake(
        "endpoints open to everybody",
        "network.vpc.endpointsOpenTo",
        ["0.0.0.0/0"],
        "a private IPv4 block of /16 or narrower",
        { reportedAt: "network.vpc.endpointsOpenTo.0", found: '"0.0.0.0/0"' },
      ),
      mistake("an unknown key", "network.vpc.subnetIds", PRIVATE, "id, privateSubnetIds", { found: "an unknown key" }),
    ],
    { network: { vpc: { ...VPC, endpointsOpenTo: [] }, egress: "endpoints" }, bastion: { mode: "ssm" } },
  );
});

describe("an existing VPC without a public subnet", () => {
  refusesEach([
    mistake(
      "the place of an ssh bastion",
      "network",
      { vpc: VPC, egress: "existing" },
      "a public subnet, for the ssh bastion; what to do: name",
      {
        reportedAt: "network.vpc.publicSubnetIds",
        found: "nothing",
      },
    ),
  ]);
});
