import { expression } from "../../support/expression";
import { isMadeBefore } from "../../support/resource-order";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const ZONES = ["eu-west-1a", "eu-west-1b"];

describe("NAT in every zone", () => {
  const network = stacksOf(sampleWith({ "network.egress": "nat" }))("network");

  test.each(ZONES)("lets %s out through its own gateway", (zone) => {
    expect(network.resource("aws_nat_gateway", `nat_${zone}`)).toMatchObject({
      subnet_id: expression(`aws_subnet.public_${zone}.id`),
      allocation_id: expression(`aws_eip.nat_${zone}_address.id`),
    });
    expect(network.resource("aws_route", `private_default_route_${zone}`)).toEqual({
      route_table_id: expression(`aws_route_table.private_routes_${zone}.id`),
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: expression(`aws_nat_gateway.nat_${zone}.id`),
    });
    expect(network.resource("aws_route_table_association", `private_${zone}_routes`)).toMatchObject({
      route_table_id: expression(`aws_route_table.private_routes_${zone}.id`),
    });
  });

  test.each(ZONES)("of %s is made after the internet gateway and unmade before it", (zone) => {
    const gateway = "aws_internet_gateway.internet_gateway";
    expect(isMadeBefore(network, gateway, `aws_nat_gateway.nat_${zone}`)).toBe(true);
    expect(isMadeBefore(network, gateway, `aws_eip.nat_${zone}_address`)).toBe(true);
  });

  test("replaces all endpoints: an S3 endpoint's policy would apply to all traffic behind NAT", () => {
    expect(network.resources("aws_vpc_endpoint")).toEqual({});
    expect(network.resources("aws_security_group")).not.toHaveProperty("endpoints_group");
  });

  test("says from which addresses the private subnets are seen", () => {
    expect(network.output("nat_addresses")).toEqual(
      ZONES.map((zone) => expression(`aws_eip.nat_${zone}_address.public_ip`)),
    );
  });

  test("adds one route a zone and no other", () => {
    expect(Object.keys(network.resources("aws_route")).sort()).toEqual([
      "private_default_route_eu-west-1a",
      "private_default_route_eu-west-1b",
      "public_default_route",
    ]);
  });
});

describe("a single NAT gateway", () => {
  const network = stacksOf(sampleWith({ "network.egress": "single-nat" }))("network");

  test("stands in the first zone and lets all of them out", () => {
    expect(network.resources("aws_nat_gateway")).toMatchObject({
      nat: { subnet_id: expression("aws_subnet.public_eu-west-1a.id") },
    });
    expect(network.resource("aws_route", "private_default_route")).toMatchObject({
      route_table_id: expression("aws_route_table.private_routes.id"),
      nat_gateway_id: expression("aws_nat_gateway.nat.id"),
    });
    for (const zone of ZONES) {
      expect(network.resource("aws_route_table_association", `private_${zone}_routes`)).toMatchObject({
        route_table_id: expression("aws_route_table.private_routes.id"),
      });
    }
  });
});
