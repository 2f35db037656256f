import { sampleWith } from "../../support/sample-environment";
import { type SynthesizedStack, stacksOf } from "../../support/synthesized-stacks";

const VPC = {
  id: "vpc-0123456789abcdef0",
  privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
};
const input = (endpointsOpenTo: readonly string[]) =>
  sampleWith({ network: { vpc: { ...VPC, endpointsOpenTo }, egress: "endpoints" }, bastion: { mode: "none" } });
const BLOCK = "10.20.0.0/16";
const GROUP = "sg-0123456789abcdef0";

const alone = stacksOf(input([]))("network");
const shared = stacksOf(input([BLOCK, GROUP]))("network");
const actionsOf = (stack: SynthesizedStack, service: string) =>
  JSON.parse(String(stack.resource("aws_vpc_endpoint", `endpoint_${service}`).policy)).Statement.flatMap(
    ({ Action }: { Action: string[] }) => Action,
  );

describe("the endpoints in an existing VPC", () => {
  test("let in those whom the environment file names, for everything that they ask of the services", () => {
    expect(shared.resources("aws_vpc_security_group_ingress_rule")).toMatchObject({
      "endpoints_from_10-20-0-0-16": { from_port: 443, to_port: 443, cidr_ipv4: BLOCK },
      [`endpoints_from_${GROUP}`]: { from_port: 443, to_port: 443, referenced_security_group_id: GROUP },
    });
    expect([actionsOf(shared, "secretsmanager"), actionsOf(shared, "rds")]).toEqual([["secretsmanager:*"], ["rds:*"]]);
  });

  test("allow only the environment's own calls if no other client is named", () => {
    const rules = Object.keys(alone.resources("aws_vpc_security_group_ingress_rule"));
    expect(rules.filter((id) => id.startsWith("endpoints_from_")).sort()).toEqual([
      "endpoints_from_clients",
      "endpoints_from_function",
    ]);
    expect(actionsOf(alone, "rds")).toEqual(["rds:DescribeDBClusters", "rds:DescribeDBInstances"]);
  });

  test("say which services of the whole VPC they take over, and who may use them", () => {
    expect(shared.output("shared_endpoints")).toEqual({ services: ["secretsmanager", "rds"], open_to: [BLOCK, GROUP] });
  });
});
