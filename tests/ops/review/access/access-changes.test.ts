import { accessChanges } from "../../../../ops/review/access/access-changes";
import { labelsOf } from "../../../../ops/review/access/labels";
import { changeOf, reviewOf } from "../sample-change";

const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/shop-AbCdEf";
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action: string | readonly string[], resource: string = SECRET, more: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

const told = (...changes: Parameters<typeof reviewOf>[0]): readonly string[] => {
  const review = reviewOf(changes);
  const labels = labelsOf([], review);
  return accessChanges(review, { before: labels, after: labels }).map(
    ({ change, who, what, actions, condition }) =>
      `${who} ${change} ${actions.join(" ")} on ${what}${condition === "" ? "" : ` if ${condition}`}`,
  );
};
const rolePolicy = (before: string | undefined, after: string | undefined) =>
  changeOf("aws_iam_role_policy", "p", {
    ...(before === undefined ? {} : { before: { role: "prod-app", policy: before } }),
    ...(after === undefined ? {} : { after: { role: "prod-app", policy: after } }),
  });

describe("who gains or loses access", () => {
  it("names the action that is gained and the one that is lost", () => {
    const one = policy(allow("secretsmanager:GetSecretValue"));
    const other = policy(allow("secretsmanager:PutSecretValue"));
    expect(told(rolePolicy(one, other))).toEqual([
      "role prod-app gains secretsmanager:PutSecretValue on secret prod/shop",
      "role prod-app loses secretsmanager:GetSecretValue on secret prod/shop",
    ]);
  });

  it("sees what a wildcard allows", () => {
    const [line = ""] = told(rolePolicy(undefined, policy(allow("secretsmanager:*", "*"))));
    expect(line).toMatch(
      /^role prod-app gains secretsmanager:GetSecretValue .*secretsmanager:DeleteSecret .* on any resource$/,
    );
  });

  it("says nothing when statements are only renamed, split or reordered", () => {
    const joined = policy(
      allow(["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"], SECRET, { Sid: "Both" }),
    );
    const split = policy(allow("secretsmanager:PutSecretValue"), allow("secretsmanager:GetSecretValue"));
    expect(told(rolePolicy(joined, split))).toEqual([]);
  });

  it("tells the same access under another condition", () => {
    const conditioned = policy(
      allow("kms:Decrypt", "*", { Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } } }),
    );
    expect(told(rolePolicy(conditioned, policy(allow("kms:Decrypt", "*"))))).toEqual([
      "role prod-app gains kms:Decrypt on any resource",
      "role prod-app loses kms:Decrypt on any resource if kms:CallerAccount StringEquals 111122223333",
    ]);
  });

  it("tells a denial that goes, but not with the secret that it guarded", () => {
    const denial = { Effect: "Deny", Principal: "*", Action: "secretsmanager:DeleteSecret", Resource: "*" };
    const removed = changeOf("aws_secretsmanager_secret_policy", "p", {
      before: { secret_arn: SECRET, policy: policy(denial) },
    });
    const secret = changeOf("aws_secretsmanager_secret", "secret_shop", { before: { name: "prod/shop", arn: SECRET } });
    expect(told(removed)).toEqual(["everybody is no longer denied secretsmanager:DeleteSecret on secret prod/shop"]);
    expect(told(removed, secret)).toEqual([]);
  });

  it("counts an attached policy for the role, and a function's permission for the service", () => {
    const read = {
      before: {
        name: "prod-read",
        arn: "arn:aws:iam::1:policy/prod-read",
        policy: policy(allow("secretsmanager:GetSecretValue")),
      },
    };
    const attached = changeOf("aws_iam_role_policy_attachment", "a", {
      after: { role: "prod-web", policy_arn: "arn:aws:iam::1:policy/prod-read" },
    });
    const unchanged = { ...changeOf("aws_iam_policy", "p", { ...read, after: read.before }), action: "none" as const };
    const permission = changeOf("aws_lambda_permission", "x", {
      after: {
        principal: "secretsmanager.amazonaws.com",
        action: "lambda:InvokeFunction",
        function_name: "prod-rotation",
      },
    });
    expect(told(attached, unchanged, permission)).toEqual([
      "role prod-web gains secretsmanager:GetSecretValue on secret prod/shop",
      "the service secretsmanager.amazonaws.com gains lambda:InvokeFunction on function prod-rotation",
    ]);
  });
});
