import { MOST_NAMED_SECRETS } from "../../stacks/secret-scope";
import { expression } from "../support/expression";
import { manyAppSecrets } from "../support/many-app-secrets";
import { SAMPLE } from "../support/sample-environment";
import { type SynthesizedStack, stacksOf } from "../support/synthesized-stacks";

/** The longest names that an environment can have: 20 characters of its own, 40 of each secret. */
const LONGEST_NAME = "twenty-characters-xx";
const most = stacksOf(manyAppSecrets(MOST_NAMED_SECRETS), LONGEST_NAME)("app-secret");
const more = stacksOf(manyAppSecrets(MOST_NAMED_SECRETS + 1), LONGEST_NAME)("app-secret");
const ANY = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${LONGEST_NAME}/*`;

/** The ARN that an expression stands for, as long as it can be. */
const withArns = (text: string) =>
  text.replace(/\$\{aws_secretsmanager_secret\.secret_(\w+)\.arn\}/g, (_, name) => `${ANY.slice(0, -1)}${name}-AbCdEf`);

function functionPolicy(stack: SynthesizedStack): string {
  return withArns(String(stack.resource("aws_iam_role_policy", "function_policy").policy));
}

/** What Lambda makes of the permissions and keeps, as it writes it. */
function permissionsPolicy(stack: SynthesizedStack): string {
  return withArns(
    JSON.stringify({
      Version: "2012-10-17",
      Id: "default",
      Statement: Object.values(stack.resources("aws_lambda_permission")).map((permission) => ({
        Sid: permission.statement_id,
        Effect: "Allow",
        Principal: { Service: permission.principal },
        Action: permission.action,
        Resource: `arn:aws:lambda:ap-southeast-1:111122223333:function:${LONGEST_NAME}-rotation`,
        Condition: {
          StringEquals: { "AWS:SourceAccount": permission.source_account },
          ArnLike: { "AWS:SourceArn": permission.source_arn },
        },
      })),
    }),
  );
}

test("few app secrets may each call the function, and no other secret of the account may", () => {
  const permissions = Object.values(stacksOf(SAMPLE)("app-secret").resources("aws_lambda_permission"));
  expect(permissions).toEqual(
    ["reporting", "shop"].map((name) => ({
      statement_id: `rotate-${name}`,
      action: "lambda:InvokeFunction",
      function_name: expression("aws_lambda_function.function.function_name"),
      principal: "secretsmanager.amazonaws.com",
      source_account: "111122223333",
      source_arn: expression(`aws_secretsmanager_secret.secret_${name}.arn`),
    })),
  );
});

test("as many as are named one by one fit into the policies of role and function, with the longest names", () => {
  expect(Object.keys(most.resources("aws_lambda_permission"))).toHaveLength(MOST_NAMED_SECRETS);
  expect(functionPolicy(most).length).toBeLessThan(10_240);
  expect(permissionsPolicy(most).length).toBeLessThan(20_480);
});

describe("more app secrets", () => {
  test("share one permission and one resource, bound to account and environment", () => {
    expect(more.resources("aws_lambda_permission")).toEqual({
      permission: expect.objectContaining({ source_account: "111122223333", source_arn: ANY, statement_id: "rotate" }),
    });
    const [rotate] = JSON.parse(functionPolicy(more)).Statement;
    expect(rotate).toMatchObject({ Sid: "RotateAppSecrets", Resource: [ANY] });
  });

  test("are still rotated after their permission is there", () => {
    const rotations = Object.values(more.resources("aws_secretsmanager_secret_rotation"));
    expect(rotations).toHaveLength(MOST_NAMED_SECRETS + 1);
    for (const { depends_on } of rotations) expect(depends_on).toContain("aws_lambda_permission.permission");
  });
});
