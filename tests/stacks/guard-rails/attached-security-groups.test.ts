import { attachedSecurityGroups } from "../../../stacks/guard-rails/attached-security-groups";
import { expression } from "../../support/expression";
import { environmentOf, type FixtureStack, foundBy, fromPart } from "../../support/guard-rail-fixture";

const GROUP_ID = expression("aws_security_group.group.id");
const OUTPUT = "aws_security_groupgroupid";

/** A group in one stack; what is done with it is in the other, or in its own stack's outputs. */
const withUse = (other: FixtureStack, output: Record<string, unknown> = {}) =>
  foundBy(
    attachedSecurityGroups,
    environmentOf({
      network: {
        resource: { aws_security_group: { group: {} } },
        output: { [`cross-stack-output-${OUTPUT}`]: GROUP_ID, ...output },
      },
      other,
    }),
  );

describe("attached-security-groups", () => {
  test.each([
    ["an instance", { aws_instance: { it: { vpc_security_group_ids: [fromPart("network", OUTPUT)] } } }],
    [
      "a function",
      { aws_lambda_function: { it: { vpc_config: { security_group_ids: [fromPart("network", OUTPUT)] } } } },
    ],
  ])("accepts a group that %s of another stack carries", (_, resource) => {
    expect(withUse({ resource })).toEqual([]);
  });

  test("accepts a group that is offered to those outside", () => {
    expect(withUse({}, { client_security_group_id: GROUP_ID })).toEqual([]);
  });

  test.each([
    ["nobody uses", {}],
    [
      "a rule names, which carries nothing",
      { aws_security_group_rule: { it: { security_group_id: fromPart("network", OUTPUT) } } },
    ],
    ["something waits for", { aws_instance: { it: { depends_on: ["aws_security_group.group"] } } }],
  ])("finds a group that %s", (_, resource) => {
    expect(withUse({ resource })).toEqual([
      "sample-network/group: a security group that nothing carries and no output offers",
    ]);
  });
});
