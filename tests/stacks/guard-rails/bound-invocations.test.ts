import { boundInvocations } from "../../../stacks/guard-rails/bound-invocations";
import { foundIn } from "../../support/guard-rail-fixture";

const permission = (values: Record<string, unknown>) =>
  foundIn(boundInvocations, {
    aws_lambda_permission: { rotate: { principal: "secretsmanager.amazonaws.com", ...values } },
  });

describe("bound-invocations", () => {
  test("accepts a service that calls for one resource of one account", () => {
    expect(permission({ source_arn: "arn:aws:secretsmanager:::secret", source_account: "111122223333" })).toEqual([]);
  });

  test.each([
    ["source_account", { source_arn: "arn:aws:secretsmanager:::secret" }],
    ["source_arn", { source_account: "111122223333" }],
    ["source_arn", {}],
  ])("finds a permission without %s", (missing, values) => {
    expect(permission(values)).toEqual([
      `sample-one/rotate: a permission for secretsmanager.amazonaws.com without ${missing}`,
    ]);
  });
});
