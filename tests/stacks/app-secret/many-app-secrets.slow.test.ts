import { MAX_NAMED_SECRETS } from "../../../stacks/shared/secret-scope";
import { expression } from "../../support/expression";
import { manyAppSecrets } from "../../support/many-app-secrets";
import { SAMPLE } from "../../support/sample-environment";
import { type SynthesizedStack, stacksOf } from "../../support/synthesized-stacks";

/** The longest names that an environment can have: 20 characters of its own, 40 of each secret. */
const MAX_LENGTH_NAME = "twenty-characters-xx";
const max = stacksOf(manyAppSecrets(MAX_NAMED_SECRETS), MAX_LENGTH_NAME)("app-secret");
const more = stacksOf(manyAppSecrets(MAX_NAMED_SECRETS + 1), MAX_LENGTH_NAME)("app-secret");
const ANY = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${MAX_LENGTH_NAME}/*`;

/** The ARN that an expression stands for, as long as it can be. */
const withArns = (text: string) =>
  text.replace(/\$\{aws_secretsmanager_secret\.secret_(\w+)\.arn\}/g, (_, name) => `${ANY.slice(0, -1)}${name}-AbCdEf`);

function functionPolicy(stack: SynthesizedStack): string {
  return withArns(String(stack.resource("aws_iam_role_policy", "function_policy").policy));
}

test.each([
  ["two", stacksOf(SAMPLE)("app-secret"), "secret:sample/*"],
  ["as many as the role names", max, `secret:${MAX_LENGTH_NAME}/*`],
  ["more", more, `secret:${MAX_LENGTH_NAME}/*`],
])("Secrets Manager may invoke the function for the app secrets of this environment: %s", (_, stack, secrets) => {
  expect(stack.resources("aws_lambda_permission")).toEqual({
    permission: {
      statement_id: "rotate",
      action: "lambda:InvokeFunction",
      function_name: expression("aws_lambda_function.function.function_name"),
      principal: "secretsmanager.amazonaws.com",
      source_account: "111122223333",
      source_arn: `arn:aws:secretsmanager:eu-west-1:111122223333:${secrets}`,
    },
  });
});

test("one more app secret than the role names changes no permission, so that no rotation is without one", () => {
  expect(more.resources("aws_lambda_permission")).toEqual(max.resources("aws_lambda_permission"));
});

test("a secret of the environment's name that Terraform did not make is nothing that the function may read", () => {
  const [rotate] = JSON.parse(String(max.resource("aws_iam_role_policy", "function_policy").policy)).Statement;
  expect(rotate.Resource).toHaveLength(MAX_NAMED_SECRETS);
  expect(rotate.Resource).not.toContain(ANY);
});

describe("more app secrets", () => {
  test("share one resource of the role, bound to account and environment", () => {
    const [rotate] = JSON.parse(functionPolicy(more)).Statement;
    expect(rotate).toMatchObject({ Sid: "RotateAppSecrets", Resource: [ANY] });
  });

  test("are rotated after their permission is there", () => {
    const rotations = Object.values(more.resources("aws_secretsmanager_secret_rotation"));
    expect(rotations).toHaveLength(MAX_NAMED_SECRETS + 1);
    for (const { depends_on } of rotations) expect(depends_on).toContain("aws_lambda_permission.permission");
  });
});
