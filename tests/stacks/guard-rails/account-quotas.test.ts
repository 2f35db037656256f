import { accountQuotas } from "../../../stacks/guard-rails/account-quotas";
import { EnvironmentModel } from "../../../stacks/guard-rails/environment-model";
import { environmentOf, foundBy, foundIn } from "../../support/guard-rail-fixture";

const many = (type: string, count: number, values = {}) => ({
  [type]: Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, values])),
});

describe("account-quotas", () => {
  test.each([
    ["aws_cloudwatch_metric_alarm", 5000, "alarms"],
    ["aws_iam_policy", 1500, "customer managed policies"],
  ])("takes as many %s as AWS's default quota, and not one more", (type, quota, what) => {
    expect(foundIn(accountQuotas, many(type, quota))).toEqual([]);
    expect(foundIn(accountQuotas, many(type, quota + 1))).toEqual([`sample: ${quota + 1} ${what}`]);
  });

  test("refuses the eleventh managed policy of a role", () => {
    const type = "aws_iam_role_policy_attachment";
    expect(foundIn(accountQuotas, many(type, 10, { role: "shop-api" }))).toEqual([]);
    expect(foundIn(accountQuotas, many(type, 11, { role: "shop-api" }))).toEqual([
      "sample-one/r0: 11 managed policies of the role shop-api",
    ]);
  });

  test("believes the quota that the environment names", () => {
    const { name, stacks } = environmentOf({ one: { resource: many("aws_cloudwatch_metric_alarm", 5001) } });
    const quotas = { alarms: 6000, managedPolicies: 1500, policiesPerRole: 10 };
    expect(foundBy(accountQuotas, new EnvironmentModel(name, stacks, quotas))).toEqual([]);
  });
});
