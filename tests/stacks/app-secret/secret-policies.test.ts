import { expression } from "../../support/expression";
import { manyAppSecrets } from "../../support/many-app-secrets";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const ROLE = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
/** So many app secrets, all read by the same roles. */
const consumedBy = (consumerRoles: readonly string[], count: number) => {
  const input = manyAppSecrets(count);
  return { ...input, appSecrets: input.appSecrets.map((secret) => ({ ...secret, consumerRoles: [...consumerRoles] })) };
};
const plain = stacksOf(SAMPLE)("app-secret");
const guarded = stacksOf(
  sampleWith({
    "deployRoles.appSecret": ROLE("deploy-secrets"),
    "appSecrets.0.deletionRoles": [ROLE("teams/security/break-glass")],
    "appSecrets.0.consumerRoles": [ROLE("shop-api"), ROLE("batch/shop+jobs@night")],
    "appSecrets.1.recoveryWindowDays": { value: 0, reason: "rebuilt every night from a seed" },
  }),
)("app-secret");

const statements = (stack: typeof plain, name: string): Record<string, unknown>[] =>
  JSON.parse(String(stack.resource("aws_secretsmanager_secret_policy", `secret_policy_${name}`).policy)).Statement;
const sids = (stack: typeof plain, name: string) => statements(stack, name).map(({ Sid }) => Sid);

describe("the policy of an app secret", () => {
  test("closes it to other accounts, and keeps public policies away", () => {
    expect(plain.resource("aws_secretsmanager_secret_policy", "secret_policy_shop").block_public_policy).toBe(true);
    expect(statements(plain, "shop")[0]).toEqual({
      Sid: "NobodyOutsideTheAccount",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  });

  test("denies a deletion without the recovery window, unless there is none", () => {
    expect(sids(plain, "shop")).toEqual(["NobodyOutsideTheAccount", "NobodyDeletesAtOnce"]);
    expect(statements(plain, "shop")[1]).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:DeleteSecret",
      Condition: { Bool: { "secretsmanager:ForceDeleteWithoutRecovery": "true" } },
    });
    expect(sids(guarded, "reporting")).not.toContain("NobodyDeletesAtOnce");
  });

  test("denies deletion, and taking this policy away, to all but the named roles, the deploying one and root", () => {
    expect(statements(guarded, "shop")[1]).toEqual({
      Sid: "OnlyNamedRolesDelete",
      Effect: "Deny",
      Principal: "*",
      Action: [
        "secretsmanager:DeleteResourcePolicy",
        "secretsmanager:DeleteSecret",
        "secretsmanager:PutResourcePolicy",
      ],
      Resource: "*",
      Condition: {
        ArnNotEquals: {
          "aws:PrincipalArn": [
            ROLE("teams/security/break-glass"),
            ROLE("deploy-secrets"),
            "arn:aws:iam::111122223333:root",
          ],
        },
      },
    });
    expect(statements(guarded, "reporting")[1]).toMatchObject({
      Condition: {
        ArnNotEquals: { "aws:PrincipalArn": [ROLE("deploy-secrets"), "arn:aws:iam::111122223333:root"] },
      },
    });
  });
});

describe("the policy of those who read an app secret", () => {
  test("reads that one secret through Secrets Manager, by itself or in a batch, and nothing else", () => {
    const { policy } = plain.resource("aws_iam_policy", "consumer_policy_reporting");
    const secret = expression("aws_secretsmanager_secret.secret_reporting.arn");
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: "ReadSecret",
        Effect: "Allow",
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: secret,
      },
      {
        Sid: "DecryptSecret",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: expression("aws_kms_key.key.arn"),
        Condition: {
          StringEquals: {
            "kms:CallerAccount": "111122223333",
            "kms:EncryptionContext:SecretARN": secret,
            "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
          },
        },
      },
      { Sid: "ReadInBatch", Effect: "Allow", Action: "secretsmanager:BatchGetSecretValue", Resource: "*" },
    ]);
  });

  test("is one for each role that the environment names, attached by name and without the role's path", () => {
    expect(guarded.resources("aws_iam_role_policy_attachment")).toEqual({
      "consumer_role_shop-api": {
        role: "shop-api",
        policy_arn: expression("aws_iam_policy.consumer_role_policy_shop-api.arn"),
      },
      consumer_role_9b8aec3c: {
        role: "shop+jobs@night",
        policy_arn: expression("aws_iam_policy.consumer_role_policy_9b8aec3c.arn"),
      },
    });
    expect(guarded.resource("aws_iam_policy", "consumer_role_policy_shop-api")).toMatchObject({
      name: "sample-secrets-of-shop-api",
      policy: guarded.resource("aws_iam_policy", "consumer_policy_shop").policy,
    });
  });

  test("stays one policy where a role reads more app secrets than a role may have policies", () => {
    const application = stacksOf(consumedBy([ROLE("shop-api")], 20))("app-secret");
    expect(Object.keys(application.resources("aws_iam_role_policy_attachment"))).toEqual(["consumer_role_shop-api"]);
    const { policy } = application.resource("aws_iam_policy", "consumer_role_policy_shop-api");
    const [read, decrypt] = JSON.parse(String(policy)).Statement;
    expect(read.Resource).toHaveLength(20);
    expect(decrypt.Condition.StringEquals["kms:EncryptionContext:SecretARN"]).toEqual(read.Resource);
    expect(decrypt.Resource).toBe(expression("aws_kms_key.key.arn"));
  });

  test("is refused with its size where it has more app secrets than fit into one", () => {
    expect(() => stacksOf(consumedBy([ROLE("shop-api")], 40))).toThrow(
      /consumer_role_policy_shop-api \(document-sizes\): found managed policy with \d+ characters; allowed: up to 6144/,
    );
  });

  test("is attached to no role by default", () => {
    expect(plain.resources("aws_iam_role_policy_attachment")).toEqual({});
  });
});
