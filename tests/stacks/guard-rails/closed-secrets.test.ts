import { closedSecrets } from "../../../stacks/guard-rails/closed-secrets";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const withPolicy = (policy: Record<string, unknown>) =>
  foundIn(closedSecrets, {
    aws_secretsmanager_secret: { shop: { name: "sample/shop" } },
    aws_secretsmanager_secret_policy: { guard: policy },
  });
const secretArn = expression("aws_secretsmanager_secret.shop.arn");

describe("closed-secrets", () => {
  test("accepts a secret whose policy cannot be opened to the public", () => {
    expect(withPolicy({ secret_arn: secretArn, block_public_policy: true })).toEqual([]);
  });

  test.each([
    ["without the block", { secret_arn: secretArn }],
    ["of another secret", { secret_arn: expression("aws_secretsmanager_secret.other.arn"), block_public_policy: true }],
  ])("finds a secret with a policy %s", (_, policy) => {
    expect(withPolicy(policy)).toEqual(["sample-one/shop: a secret without a policy that blocks public access"]);
  });
});
