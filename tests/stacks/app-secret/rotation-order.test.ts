import { isMadeBefore } from "../../support/resource-order";
import { stacksOfOwn } from "../../support/synthesized-stacks";

const local = stacksOfOwn("local");
const appSecret = local("app-secret");
const NAMES = ["shop", "reporting"];

/** On creation the left comes first, on destruction the right. */
const first = (earlier: string, later: string) => [earlier, later, isMadeBefore(appSecret, earlier, later)];

describe("the first rotation can work, because", () => {
  test.each(NAMES)("all that it needs for %s is there before the schedule starts it", (name) => {
    for (const needed of [
      "aws_lambda_permission.permission",
      "aws_iam_role_policy.function_policy",
      `aws_lambda_invocation.provision_${name}`,
      `aws_secretsmanager_secret_policy.secret_policy_${name}`,
      "aws_lambda_function.function",
      "aws_kms_key.key",
    ]) {
      const rotation = `aws_secretsmanager_secret_rotation.rotation_${name}`;
      expect(first(needed, rotation)).toEqual([needed, rotation, true]);
    }
  });

  test.each(NAMES)("the deployment waits for the rotation of %s, and not the other way round", (name) => {
    const [rotation, awaited] = [
      `aws_secretsmanager_secret_rotation.rotation_${name}`,
      `aws_lambda_invocation.await_rotation_${name}`,
    ];
    expect(first(rotation, awaited)).toEqual([rotation, awaited, true]);
    expect(first(awaited, rotation)).toEqual([awaited, rotation, false]);
  });

  test.each(NAMES)(
    "users of %s are dropped after its rotation has been cancelled, and by a function that can do so",
    (name) => {
      const users = `aws_lambda_invocation.app_users_${name}`;
      const ends = [`aws_secretsmanager_secret_rotation.rotation_${name}`, `aws_lambda_invocation.provision_${name}`];
      for (const end of ends) expect(first(users, end)).toEqual([users, end, true]);
      for (const needed of [
        "aws_iam_role_policy.function_policy",
        "aws_lambda_function.function",
        `aws_secretsmanager_secret_policy.secret_policy_${name}`,
        `aws_secretsmanager_secret.secret_${name}`,
      ]) {
        expect(first(needed, users)).toEqual([needed, users, true]);
      }
    },
  );

  test("the function's rights and log group exist before it, so that they outlive it", () => {
    for (const needed of ["aws_iam_role_policy.function_policy", "aws_cloudwatch_log_group.function_log_group"]) {
      expect(first(needed, "aws_lambda_function.function")).toEqual([needed, "aws_lambda_function.function", true]);
    }
  });

  test("endpoints and database are in stacks that are deployed before", () => {
    const dependencies = (part: string) =>
      Object.values(
        (local(part).json.data as Record<string, Record<string, { config: { path: string } }>>)
          .terraform_remote_state ?? {},
      )
        .map(({ config }) => config.path)
        .sort();
    const [network, database] = [
      "../../../terraform.local-network.tfstate",
      "../../../terraform.local-database.tfstate",
    ];
    expect(dependencies("app-secret")).toEqual([database, network]);
    expect(dependencies("bastion")).toEqual([database, network]);
    expect(dependencies("database")).toEqual([network]);
    expect(local("network").json).not.toHaveProperty("data.terraform_remote_state");
  });
});

describe("one app secret", () => {
  test("does not wait for another", () => {
    expect(
      isMadeBefore(appSecret, "aws_lambda_invocation.await_rotation_shop", "aws_lambda_invocation.provision_reporting"),
    ).toBe(false);
  });
});
