import { expression } from "../../support/expression";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { type SynthesizedStack, stacksOf } from "../../support/synthesized-stacks";

const network = stacksOf(SAMPLE)("network");
const ssm = stacksOf(sampleWith({ bastion: { mode: "ssm" } }))("network");

const INTERFACE = [
  [network, "secretsmanager"],
  [network, "rds"],
  [ssm, "ssm"],
  [ssm, "ssmmessages"],
  [ssm, "ec2messages"],
] as const;
const cases = INTERFACE.map(([stack, service]) => [service, stack] as const);

function policyOf(stack: SynthesizedStack, service: string) {
  return JSON.parse(String(stack.resource("aws_vpc_endpoint", `endpoint_${service}`).policy)).Statement;
}

describe("the endpoints", () => {
  test.each(cases)("serve %s in every zone by its usual name", (service, stack) => {
    expect(stack.resource("aws_vpc_endpoint", `endpoint_${service}`)).toMatchObject({
      service_name: `com.amazonaws.eu-west-1.${service}`,
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      security_group_ids: [expression("aws_security_group.endpoints_group.id")],
      subnet_ids: [expression("aws_subnet.private_eu-west-1a.id"), expression("aws_subnet.private_eu-west-1b.id")],
    });
  });

  test("are only those that a client needs", () => {
    expect(Object.keys(network.resources("aws_vpc_endpoint")).sort()).toEqual([
      "endpoint_rds",
      "endpoint_s3",
      "endpoint_secretsmanager",
    ]);
  });

  test("leave out the older channel of Session Manager where a region has none", () => {
    const newer = { region: "mx-central-1", "network.zones": [{ name: "mx-central-1a" }, { name: "mx-central-1b" }] };
    const services = stacksOf(sampleWith({ ...newer, bastion: { mode: "ssm" } }))("network").resources(
      "aws_vpc_endpoint",
    );
    expect(services).toHaveProperty("endpoint_ssmmessages");
    expect(services).not.toHaveProperty("endpoint_ec2messages");
  });

  test.each(cases)("let only the own account pass to %s, for single actions of it", (service, stack) => {
    for (const { Condition, Action } of policyOf(stack, service)) {
      expect(Condition).toEqual({ StringEquals: { "aws:PrincipalAccount": "111122223333" } });
      for (const action of Action) expect(action).toMatch(new RegExp(`^${service}:[A-Za-z]+$`));
    }
  });

  test.each([
    ["secretsmanager", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*"],
    ["rds", "arn:aws:rds:eu-west-1:111122223333:*"],
  ])("let it ask %s for what belongs to the own account", (service, resource) => {
    expect(policyOf(network, service)[0].Resource).toBe(resource);
  });
});

describe("reading secrets in a batch, which knows no single secret,", () => {
  test("passes the endpoint, with what filters find, too", () => {
    expect(policyOf(network, "secretsmanager")[1]).toMatchObject({
      Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"],
      Resource: "*",
    });
  });
});

describe("the package repositories of Amazon Linux", () => {
  const RULE = ["aws_vpc_security_group_egress_rule", "bastion_to_package_repositories"] as const;
  const throughGateway = { prefix_list_id: expression("aws_vpc_endpoint.endpoint_s3.prefix_list_id"), to_port: 443 };

  test.each([
    ["a public bastion", network, "public_routes"],
    ["a private bastion", ssm, "private_routes"],
  ])("are reached by %s through a gateway that leads to them only", (_, stack, table) => {
    expect(stack.resource("aws_vpc_endpoint", "endpoint_s3")).toMatchObject({
      service_name: "com.amazonaws.eu-west-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: [expression(`aws_route_table.${table}.id`)],
    });
    expect(policyOf(stack, "s3")).toEqual([
      expect.objectContaining({
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*",
      }),
    ]);
    expect(stack.resource(...RULE)).toMatchObject(throughGateway);
  });

  test("take requests without credentials, as package managers make them, and none of another account's", () => {
    const condition = { StringEqualsIfExists: { "aws:PrincipalAccount": ["anonymous", "111122223333"] } };
    expect(policyOf(network, "s3")[0].Condition).toEqual(condition);
  });

  test.each(["nat", "single-nat"].flatMap((egress) => ["ssh", "ssm", "eice"].map((mode) => [egress, mode] as const)))(
    "are reached with %s and a bastion behind %s without a gateway, which would cut NAT's users off from S3",
    (egress, mode) => {
      const bastion = mode === "ssh" ? {} : { bastion: { mode } };
      const nat = stacksOf(sampleWith({ "network.egress": egress, ...bastion }))("network");
      expect(nat.resources("aws_vpc_endpoint")).toEqual({});
      const prefix_list_id = expression("data.aws_ec2_managed_prefix_list.s3_addresses.id");
      expect(nat.resource(...RULE)).toMatchObject({ prefix_list_id, to_port: 443 });
      expect(nat.json.data).toMatchObject({
        aws_ec2_managed_prefix_list: { s3_addresses: { name: "com.amazonaws.eu-west-1.s3" } },
      });
    },
  );

  test("do not exist without a bastion", () => {
    const none = stacksOf(sampleWith({ bastion: { mode: "none" } }))("network");
    expect(none.resources("aws_vpc_endpoint")).not.toHaveProperty("endpoint_s3");
    expect(none.resources(RULE[0])).not.toHaveProperty(RULE[1]);
  });
});
