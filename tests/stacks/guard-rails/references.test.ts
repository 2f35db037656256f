import { addressOf } from "../../../stacks/guard-rails/environment-model";
import { expressionsIn, referencedBy } from "../../../stacks/guard-rails/references";
import { expression } from "../../support/expression";
import { environmentOf, fromPart } from "../../support/guard-rail-fixture";

const environment = environmentOf({
  network: {
    resource: { aws_vpc: { vpc: {}, "vpc-2": {} } },
    output: { "cross-stack-output-x": expression("aws_vpc.vpc.id") },
  },
  other: { resource: { aws_vpc: { vpc: {} } } },
});
const found = (value: unknown, stack = "sample-network") =>
  referencedBy(environment, stack, value).map((resource) => `${resource.stack}:${addressOf(resource)}`);

describe("referencedBy", () => {
  test("finds a resource of the same stack, and not another whose name begins alike", () => {
    expect(found(expression("aws_vpc.vpc.id"))).toEqual(["sample-network:aws_vpc.vpc"]);
    expect(found(expression("aws_vpc.vpc-2.id"))).toEqual(["sample-network:aws_vpc.vpc-2"]);
  });

  test("finds it inside lists, texts and functions", () => {
    const value = { list: [`arn:${expression('jsonencode({"a" = aws_vpc.vpc.arn})')}:*`] };
    expect(found(value)).toEqual(["sample-network:aws_vpc.vpc"]);
  });

  test("follows a value to the stack that it comes from, and not to a namesake", () => {
    expect(found(fromPart("network", "x"), "sample-other")).toEqual(["sample-network:aws_vpc.vpc"]);
  });

  test("finds nothing in plain text, in order, or behind an output that does not exist", () => {
    expect(found("aws_vpc.vpc.id")).toEqual([]);
    expect(found({ depends_on: ["aws_vpc.vpc"] })).toEqual([]);
    expect(found(fromPart("network", "y"), "sample-other")).toEqual([]);
  });
});

describe("expressionsIn", () => {
  test("reads each expression whole and leaves escaped ones alone", () => {
    const escaped = `$${expression("c")}`;
    expect(expressionsIn(`a ${expression('f({"x" = b})')} ${escaped} ${expression("d")}`)).toEqual([
      'f({"x" = b})',
      "d",
    ]);
  });
});
