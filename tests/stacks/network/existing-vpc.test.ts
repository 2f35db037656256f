import { expression } from "../../support/expression";
import { sampleWith } from "../../support/sample-environment";
import { type SynthesizedStack, stacksOf } from "../../support/synthesized-stacks";

const id = (kind: string, digit: number) => `${kind}-0123456789abcdef${digit}`;
const VPC = { id: id("vpc", 0), privateSubnetIds: [id("subnet", 0), id("subnet", 1)] };
const found = (subnet: number) => expression(`data.aws_subnet.${id("subnet", subnet)}.id`);
type Lookup = { readonly lifecycle: { readonly postcondition: { condition: string; error_message: string }[] } };

function lookups(stack: SynthesizedStack, type: string): Readonly<Record<string, Lookup>> {
  return (stack.json.data as Record<string, Record<string, Lookup>>)[type] ?? {};
}

function conditions(stack: SynthesizedStack, type: string, name: string): string[] {
  return lookups(stack, type)[name]?.lifecycle.postcondition.map(({ condition }) => condition) ?? [];
}

const withEndpoints = (endpointsOpenTo: readonly string[]) => ({
  network: { vpc: { ...VPC, publicSubnetIds: [id("subnet", 2)], endpointsOpenTo }, egress: "endpoints" },
});
const stacks = stacksOf(sampleWith(withEndpoints([])));
const network = stacks("network");

describe("an existing VPC", () => {
  test("gets security groups, their rules and endpoints, and is otherwise left as it is", () => {
    const types = new Set(network.addresses().map((address) => address.split(".")[0]));
    expect([...types].sort()).toEqual([
      "aws_security_group",
      "aws_vpc_endpoint",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_ingress_rule",
    ]);
    for (const group of Object.values(network.resources("aws_security_group"))) {
      expect(group.vpc_id).toBe(expression("data.aws_vpc.existing_vpc.id"));
    }
  });

  test("is checked by every plan for what the endpoints need", () => {
    expect(conditions(network, "aws_vpc", "existing_vpc")).toEqual([
      expression("self.enable_dns_support"),
      expression("self.enable_dns_hostnames"),
    ]);
    expect(network.resource("aws_vpc_endpoint", "endpoint_secretsmanager").subnet_ids).toEqual([found(0), found(1)]);
  });

  test("is checked by every plan: the subnets belong to it, each in another zone", () => {
    const own = expression("(self.vpc_id == data.aws_vpc.existing_vpc.id)");
    const otherZone = `(self.availability_zone != data.aws_subnet.${id("subnet", 0)}.availability_zone)`;
    expect(conditions(network, "aws_subnet", id("subnet", 0))).toEqual([own]);
    expect(conditions(network, "aws_subnet", id("subnet", 1))).toEqual([own, expression(otherZone)]);
    expect(conditions(network, "aws_subnet", id("subnet", 2))).toEqual([own]);
  });

  test("says what is wrong and what to do", () => {
    for (const type of ["aws_vpc", "aws_subnet", "aws_vpc_endpoint"]) {
      for (const { lifecycle } of Object.values(lookups(network, type))) {
        for (const { error_message } of lifecycle.postcondition)
          expect(error_message).toMatch(/\. [A-Z].+network\..+\.$/);
      }
    }
  });

  test("lends its default group to the function's network interfaces when the function is deleted", () => {
    expect(lookups(network, "aws_security_group")).toEqual({
      default_group: { name: "default", vpc_id: expression("data.aws_vpc.existing_vpc.id") },
    });
    const group = stacks("app-secret").resource("aws_lambda_function", "function").replacement_security_group_ids;
    expect(group).toEqual([expect.stringMatching(/dataaws_security_groupdefault_groupid\}$/)]);
  });

  test("holds the bastion in its public subnet and the database in the private ones", () => {
    const place = (subnet: number) => expect.stringMatching(new RegExp(`dataaws_subnet${id("subnet", subnet)}id\\}$`));
    expect(stacks("bastion").resource("aws_instance", "instance").subnet_id).toEqual(place(2));
    expect(stacks("database").resource("aws_db_subnet_group", "subnet_group").subnet_ids).toEqual([place(0), place(1)]);
  });
});

describe("an existing VPC with its own way to AWS services", () => {
  const vpc = { ...VPC, databaseSubnetIds: [id("subnet", 3), id("subnet", 4)] };
  const own = stacksOf(sampleWith({ network: { vpc, egress: "existing" }, bastion: { mode: "eice" } }));

  test("gets no endpoints, and needs no private DNS", () => {
    expect(own("network").resources("aws_vpc_endpoint")).toEqual({});
    expect(conditions(own("network"), "aws_vpc", "existing_vpc")).toEqual([]);
  });

  test("may have subnets for the database alone", () => {
    const [first] = own("database").resource("aws_db_subnet_group", "subnet_group").subnet_ids as string[];
    expect(first).toContain(id("subnet", 3));
  });
});
