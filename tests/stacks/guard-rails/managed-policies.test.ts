import { managedPolicies } from "../../../stacks/guard-rails/managed-policies";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const attached = (arn: string) =>
  foundIn(managedPolicies, { aws_iam_role_policy_attachment: { attachment: { policy_arn: arn } } });

describe("managed-policies", () => {
  test.each([
    "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    "arn:aws-cn:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    expression("aws_iam_policy.own.arn"),
    "arn:aws:iam::111122223333:policy/own",
  ])("accepts %s", (arn) => {
    expect(attached(arn)).toEqual([]);
  });

  test("finds a policy that AWS can widen without asking", () => {
    const arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    expect(attached(arn)).toEqual([`sample-one/attachment: "${arn}"`]);
  });
});
