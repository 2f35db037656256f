import { iamWildcards } from "../../../stacks/guard-rails/iam-wildcards";
import { expression } from "../../support/expression";
import { environmentOf, foundBy, policyAllowing } from "../../support/guard-rail-fixture";

/** What is found in one policy, whose statement "Sample" may carry a reason. */
function found(type: string, values: Record<string, unknown>, reason?: string): readonly string[] {
  const reasons = reason === undefined ? {} : { [`${type}.policy`]: { Sample: reason } };
  return foundBy(iamWildcards, environmentOf({ one: { resource: { [type]: { policy: values } }, reasons } }));
}
const policy = (statement: Record<string, unknown>, reason?: string) =>
  found("aws_iam_role_policy", { policy: policyAllowing(statement) }, reason);
const LOG = expression("aws_cloudwatch_log_group.log.arn");
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop";

describe("iam-wildcards", () => {
  test("accepts actions and resources by name, expressions, and what is denied", () => {
    expect(
      policy({ Action: ["secretsmanager:GetSecretValue"], Resource: [ARN, expression('aws_kms_key.key["*"].arn')] }),
    ).toEqual([]);
    expect(policy({ Effect: "Deny", Action: "secretsmanager:*", Resource: "*" })).toEqual([]);
  });

  test("accepts a wildcard with a reason", () => {
    expect(policy({ Action: "ec2:DescribeSubnets", Resource: "*" }, "the call knows no resource")).toEqual([]);
  });

  test("takes * in the policy of one resource for that resource", () => {
    const statement = { Action: "kms:Decrypt", Resource: "*" };
    expect(found("aws_kms_key", { policy: policyAllowing(statement) })).toEqual([]);
    expect(found("aws_vpc_endpoint", { policy: policyAllowing(statement) })).toHaveLength(1);
  });

  test.each([
    [{ Action: "secretsmanager:GetSecretValue", Resource: "*" }, '"*"'],
    [{ Action: "secretsmanager:Get*", Resource: ARN }, '"secretsmanager:Get*"'],
    [{ Action: "*", Resource: [ARN, `${ARN}-??????`] }, `"*", "${ARN}-??????"`],
    [{ Action: "logs:PutLogEvents", Resource: `${LOG}:*` }, `"${LOG}:*"`],
  ])("finds %j", (statement, shown) => {
    expect(policy(statement)).toEqual([`sample-one/policy: ${shown} in "Sample" without a reason`]);
  });

  test("finds a reason that excuses nothing", () => {
    expect(policy({ Action: "secretsmanager:GetSecretValue", Resource: ARN }, "for later")).toEqual([
      'sample-one/policy: a reason for wildcards in "Sample", which has none',
    ]);
  });

  test("finds a statement that allows all but something", () => {
    expect(policy({ NotAction: "iam:*", Resource: ARN })).toEqual([
      'sample-one/policy: NotAction in "Sample", which allows all else',
    ]);
  });

  test("finds a policy that cannot be read before it is deployed", () => {
    const elsewhere = expression("data.aws_iam_policy_document.rights.json");
    expect(found("aws_iam_policy", { policy: elsewhere })).toEqual([
      "sample-one/policy: policy, whose statements stand somewhere else",
    ]);
  });
});
