import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { type SynthesizedStack, stacksOf } from "../../support/synthesized-stacks";

const EGRESS = "aws_vpc_security_group_egress_rule";
const INGRESS = "aws_vpc_security_group_ingress_rule";
const network = stacksOf(SAMPLE)("network");
const networkWith = (changes: Record<string, unknown>) => stacksOf(sampleWith(changes))("network");

/** From, to and port of every rule that names two groups, read from one side. */
function ways(stack: SynthesizedStack, type: string): string[] {
  return Object.values(stack.resources(type)).flatMap((rule) => {
    const group = (key: string) => /aws_security_group\.(\w+)_group\.id/.exec(String(rule[key]))?.[1];
    const [near, far] = [group("security_group_id"), group("referenced_security_group_id")];
    return far === undefined ? [] : [`${near} ${far} ${rule.from_port}-${rule.to_port}`];
  });
}

/** Id, block and port of every rule that names addresses. */
function open(stack: SynthesizedStack): unknown[] {
  const rules = [EGRESS, INGRESS].flatMap((type) => Object.entries(stack.resources(type)));
  const named = rules.filter(([, rule]) => "cidr_ipv4" in rule || "cidr_ipv6" in rule);
  return named.map(([id, { cidr_ipv4, to_port }]) => [id, cidr_ipv4, to_port]).sort();
}

describe("the security groups", () => {
  test("allow these connections only, on both sides", () => {
    const expected = [
      "bastion database 3306-3306",
      "clients database 3306-3306",
      "clients endpoints 443-443",
      "function database 3306-3306",
      "function endpoints 443-443",
    ];
    const reversed = expected.map((way) => way.replace(/^(\w+) (\w+)/, "$2 $1")).sort();
    expect(ways(network, EGRESS).sort()).toEqual(expected);
    expect(ways(network, INGRESS).sort()).toEqual(reversed);
  });

  test("open no way to the world", () => {
    expect(open(network)).toEqual([]);
  });

  test("say what each rule is for, and hold no rules inside", () => {
    for (const type of [EGRESS, INGRESS]) {
      for (const rule of Object.values(network.resources(type))) expect(rule.description).toMatch(/\w+ \w+/);
    }
    for (const group of Object.values(network.resources("aws_security_group"))) {
      expect(Object.keys(group).filter((key) => ["ingress", "egress"].includes(key))).toEqual([]);
    }
  });

  test("wait long enough for a function's lingering interfaces", () => {
    const groups = Object.values(network.resources("aws_security_group"));
    expect(groups.map(({ timeouts }) => timeouts)).toEqual(groups.map(() => ({ delete: "90m" })));
  });

  test("let the bastion to the endpoints when Session Manager is its way", () => {
    const ssm = networkWith({ bastion: { mode: "ssm" } });
    expect(ways(ssm, EGRESS)).toContain("bastion endpoints 443-443");
    expect(ways(ssm, INGRESS)).toContain("endpoints bastion 443-443");
  });

  test("let no bastion anywhere when there is none, and keep its group for the day of the change", () => {
    const none = networkWith({ bastion: { mode: "none" } });
    expect(ways(none, EGRESS).filter((way) => way.includes("bastion"))).toEqual([]);
    expect(open(none)).toEqual([]);
    expect(none.resources("aws_security_group")).toHaveProperty("bastion_group");
  });

  test("keep the clients from the services where the environment says so, with endpoints as with NAT", () => {
    const only = { "network.clientsReachServices": false };
    expect(ways(networkWith(only), EGRESS).sort()).toEqual([
      "bastion database 3306-3306",
      "clients database 3306-3306",
      "function database 3306-3306",
      "function endpoints 443-443",
    ]);
    expect(ways(networkWith(only), INGRESS)).not.toContain("endpoints clients 443-443");
    expect(open(networkWith({ ...only, "network.egress": "nat" }))).toEqual([
      ["function_to_services", "0.0.0.0/0", 443],
    ]);
  });

  test("open HTTPS to the function and the clients, and nothing else, where NAT takes the place of endpoints", () => {
    expect(open(networkWith({ "network.egress": "nat" }))).toEqual([
      ["clients_to_services", "0.0.0.0/0", 443],
      ["function_to_services", "0.0.0.0/0", 443],
    ]);
  });
});
