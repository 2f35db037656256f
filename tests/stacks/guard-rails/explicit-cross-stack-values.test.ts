import { explicitCrossStackValues } from "../../../stacks/guard-rails/explicit-cross-stack-values";
import { expression } from "../../support/expression";
import { environmentOf, foundBy, fromPart } from "../../support/guard-rail-fixture";

const handedOver = (value: unknown) =>
  foundBy(explicitCrossStackValues, environmentOf({ one: { output: { "cross-stack-output-x": value } } }));

describe("explicit-cross-stack-values", () => {
  test.each([
    "aws_vpc.vpc.id",
    "aws_subnet.private_eu-west-1a.id",
    "aws_db_instance.instance.master_user_secret[0].secret_arn",
    "data.aws_vpc.existing.id",
  ])("accepts %s", (attribute) => {
    expect(handedOver(expression(attribute))).toEqual([]);
  });

  test.each(["aws_db_instance.instance", "aws_vpc.vpc[*]", "jsonencode(aws_vpc.vpc)"])("finds %s", (value) => {
    expect(handedOver(expression(value))).toEqual([`sample-one/cross-stack-output-x: "${expression(value)}"`]);
  });

  test("accepts one value of another stack, and finds all of them at once", () => {
    const using = (value: string) =>
      foundBy(explicitCrossStackValues, environmentOf({ one: { resource: { aws_instance: { it: { ami: value } } } } }));
    expect(using(fromPart("network", "x"))).toEqual([]);
    expect(using(expression("jsonencode(data.terraform_remote_state.network.outputs)"))).toEqual([
      "sample-one/it: all outputs of another stack in ami",
    ]);
  });

  test("finds an order that is written as a reference to another stack", () => {
    const address = "data.terraform_remote_state.network.outputs.cross-stack-output-x";
    const environment = environmentOf({ one: { resource: { aws_instance: { it: { depends_on: [address] } } } } });
    expect(foundBy(explicitCrossStackValues, environment)).toEqual([`sample-one/it: depends_on = "${address}"`]);
  });
});
