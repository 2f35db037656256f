import { expression } from "../support/expression";
import { SAMPLE } from "../support/sample-environment";
import { stacksOf } from "../support/synthesized-stacks";

const network = stacksOf(SAMPLE)("network");

/** From, to and port of every rule that names two groups, read from one side. */
function ways(type: string, own: string, other: string): string[] {
  return Object.values(network.resources(type)).flatMap((rule) => {
    const group = (key: string) => /aws_security_group\.(\w+)_group\.id/.exec(String(rule[key]))?.[1];
    const [near, far] = [group(own), group(other)];
    return far === undefined ? [] : [`${near} ${far} ${rule.from_port}-${rule.to_port}`];
  });
}

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
});

describe("the security groups", () => {
  test("let these talk to each other and nobody else, written on both sides", () => {
    const expected = [
      "bastion database 3306-3306",
      "clients database 3306-3306",
      "clients endpoints 443-443",
      "function database 3306-3306",
      "function endpoints 443-443",
    ];
    const reversed = expected.map((way) => way.replace(/^(\w+) (\w+)/, "$2 $1")).sort();
    expect(
      ways("aws_vpc_security_group_egress_rule", "security_group_id", "referenced_security_group_id").sort(),
    ).toEqual(expected);
    expect(
      ways("aws_vpc_security_group_ingress_rule", "security_group_id", "referenced_security_group_id").sort(),
    ).toEqual(reversed);
  });

  test("open one way to the world: security updates of the bastion", () => {
    const rules = [
      ...Object.entries(network.resources("aws_vpc_security_group_egress_rule")),
      ...Object.entries(network.resources("aws_vpc_security_group_ingress_rule")),
    ];
    const open = rules.filter(([, rule]) => "cidr_ipv4" in rule || "cidr_ipv6" in rule || "prefix_list_id" in rule);
    expect(open.map(([id, { cidr_ipv4, to_port }]) => [id, cidr_ipv4, to_port])).toEqual([
      ["bastion_to_package_repositories", "0.0.0.0/0", 443],
    ]);
  });

  test("say what each rule is for, and hold no rules inside", () => {
    for (const type of ["aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"]) {
      for (const rule of Object.values(network.resources(type))) expect(rule.description).toMatch(/\w+ \w+/);
    }
    for (const group of Object.values(network.resources("aws_security_group"))) {
      expect(Object.keys(group).filter((key) => ["ingress", "egress"].includes(key))).toEqual([]);
    }
  });

  test("leave the default group empty", () => {
    const group = network.resource("aws_default_security_group", "default_group");
    expect(Object.keys(group).sort()).toEqual(["tags", "vpc_id"]);
  });

  test("and the private subnets wait long enough for a function's lingering interfaces", () => {
    const waiting = [
      ...Object.values(network.resources("aws_security_group")),
      network.resource("aws_subnet", "private_eu-west-1a"),
      network.resource("aws_subnet", "private_eu-west-1b"),
    ];
    for (const { timeouts } of waiting) expect(timeouts).toEqual({ delete: "90m" });
  });
});

describe("the endpoints", () => {
  test.each(["secretsmanager", "rds"])("serve %s inside the VPC by its usual name", (service) => {
    expect(network.resource("aws_vpc_endpoint", `endpoint_${service}`)).toMatchObject({
      service_name: `com.amazonaws.eu-west-1.${service}`,
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      security_group_ids: [expression("aws_security_group.endpoints_group.id")],
      subnet_ids: [expression("aws_subnet.private_eu-west-1a.id"), expression("aws_subnet.private_eu-west-1b.id")],
    });
  });

  test.each([
    ["secretsmanager", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*"],
    ["rds", "arn:aws:rds:eu-west-1:111122223333:*"],
  ])("let only the own account pass to %s, for what it asks for and who asks", (service, resource) => {
    const { policy } = network.resource("aws_vpc_endpoint", `endpoint_${service}`);
    const [statement, ...more] = JSON.parse(String(policy)).Statement;
    expect(more).toEqual([]);
    expect(statement).toMatchObject({
      Resource: resource,
      Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
    });
    for (const action of statement.Action) expect(action).not.toContain("*");
  });
});
