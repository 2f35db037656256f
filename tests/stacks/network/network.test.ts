import { expression } from "../../support/expression";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const network = stacksOf(SAMPLE)("network");

describe("the network", () => {
  test("resolves private names, which the endpoints need", () => {
    expect(network.resource("aws_vpc", "vpc")).toMatchObject({
      cidr_block: "10.1.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
  });

  test("has a public and a private subnet in each zone, and gives no public address by itself", () => {
    const subnets = Object.entries(network.resources("aws_subnet"));
    expect(
      subnets.map(([id, { availability_zone, cidr_block }]) => [id, availability_zone, cidr_block]).sort(),
    ).toEqual([
      ["private_eu-west-1a", "eu-west-1a", "10.1.10.0/24"],
      ["private_eu-west-1b", "eu-west-1b", "10.1.11.0/24"],
      ["public_eu-west-1a", "eu-west-1a", "10.1.0.0/24"],
      ["public_eu-west-1b", "eu-west-1b", "10.1.1.0/24"],
    ]);
    for (const [, subnet] of subnets) expect(subnet.map_public_ip_on_launch).toBe(false);
  });

  test("routes the public subnets to the internet and the private ones nowhere", () => {
    expect(Object.values(network.resources("aws_route"))).toEqual([
      {
        route_table_id: expression("aws_route_table.public_routes.id"),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: expression("aws_internet_gateway.internet_gateway.id"),
      },
    ]);
    const tables = Object.entries(network.resources("aws_route_table_association"));
    expect(tables.map(([id, { route_table_id }]) => [id, route_table_id]).sort()).toEqual([
      ["private_eu-west-1a_routes", expression("aws_route_table.private_routes.id")],
      ["private_eu-west-1b_routes", expression("aws_route_table.private_routes.id")],
      ["public_eu-west-1a_routes", expression("aws_route_table.public_routes.id")],
      ["public_eu-west-1b_routes", expression("aws_route_table.public_routes.id")],
    ]);
  });

  test("records all of its traffic in an encrypted log group", () => {
    expect(network.resource("aws_flow_log", "flow_log")).toMatchObject({
      traffic_type: "ALL",
      vpc_id: expression("aws_vpc.vpc.id"),
      log_destination: expression("aws_cloudwatch_log_group.flow_log_group.arn"),
    });
    expect(network.resource("aws_cloudwatch_log_group", "flow_log_group")).toMatchObject({
      kms_key_id: expression("aws_kms_key.logs_key.arn"),
      retention_in_days: 365,
    });
  });

  test("leaves the default security group empty", () => {
    const group = network.resource("aws_default_security_group", "default_group");
    expect(Object.keys(group).sort()).toEqual(["tags", "vpc_id"]);
  });

  test("has no NAT gateway, network ACL or intra subnets by default", () => {
    const types = ["aws_nat_gateway", "aws_eip", "aws_network_acl"].map((type) => network.resources(type));
    expect(types).toEqual([{}, {}, {}]);
    expect(network.output("nat_addresses")).toBeUndefined();
  });

  test("keeps a private subnet until a function's lingering interfaces are gone", () => {
    for (const zone of ["eu-west-1a", "eu-west-1b"]) {
      expect(network.resource("aws_subnet", `private_${zone}`).timeouts).toEqual({ delete: "90m" });
    }
  });
});

describe("a network without public subnets", () => {
  const zones = [{ name: "eu-west-1a" }, { name: "eu-west-1b" }];
  const closed = stacksOf(
    sampleWith({ "network.publicSubnets": false, "network.zones": zones, bastion: { mode: "ssm" } }),
  )("network");

  test("has no internet gateway and no default route", () => {
    expect([closed.resources("aws_internet_gateway"), closed.resources("aws_route")]).toEqual([{}, {}]);
    expect(Object.keys(closed.resources("aws_subnet")).sort()).toEqual(["private_eu-west-1a", "private_eu-west-1b"]);
  });
});

describe("a network with intra subnets", () => {
  const stacks = stacksOf(sampleWith({ "network.intraSubnets": true, "network.egress": "nat" }));

  test("puts the database, and it alone, where no route leads out", () => {
    const subnets = stacks("database").resource("aws_db_subnet_group", "subnet_group").subnet_ids;
    expect(subnets).toEqual([
      expect.stringMatching(/aws_subnetintra_eu-west-1aid\}$/),
      expect.stringMatching(/aws_subnetintra_eu-west-1bid\}$/),
    ]);
    expect(JSON.stringify(stacks("app-secret").json)).not.toContain("aws_subnetintra");
    const routed = Object.values(stacks("network").resources("aws_route")).map(({ route_table_id }) => route_table_id);
    expect(routed).not.toContain(expression("aws_route_table.intra_routes.id"));
    expect(stacks("network").resource("aws_route_table_association", "intra_eu-west-1b_routes")).toMatchObject({
      route_table_id: expression("aws_route_table.intra_routes.id"),
    });
  });
});
