import { expression } from "../../support/expression";
import { SAMPLE } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

const appSecret = stacksOf(SAMPLE)("app-secret");
const { policy } = appSecret.resource("aws_iam_role_policy", "function_policy");
const statements: readonly Statement[] = JSON.parse(String(policy)).Statement;
const FUNCTION_ARN = "arn:aws:lambda:eu-west-1:111122223333:function:sample-rotation";

const listed = (value: string | readonly string[]): readonly string[] => (typeof value === "string" ? [value] : value);
const allowed = (service: string) =>
  statements.filter(
    ({ Effect, Action }) => Effect === "Allow" && listed(Action).some((action) => action.startsWith(`${service}:`)),
  );

describe("the function's rights", () => {
  test("on secrets are rotation of the environment's own and a look at the admin secret, by ARN", () => {
    expect(allowed("secretsmanager").map(({ Action, Resource }) => ({ Action, Resource }))).toEqual([
      {
        Action: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:RotateSecret",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        Resource: [
          expression("aws_secretsmanager_secret.secret_shop.arn"),
          expression("aws_secretsmanager_secret.secret_reporting.arn"),
        ],
      },
      {
        Action: "secretsmanager:GetSecretValue",
        Resource: expect.stringMatching(/cross-stack-output-aws_db_instanceinstancemaster_user_secret0secret_arn\}$/),
      },
    ]);
  });

  test("on keys work through Secrets Manager only, or for its own settings", () => {
    const conditions = allowed("kms").map(({ Sid, Condition }) => [Sid, Condition]);
    const through = {
      StringEquals: {
        "kms:CallerAccount": "111122223333",
        "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
      },
    };
    expect(conditions).toEqual([
      ["EncryptAppSecrets", through],
      ["DecryptAdminSecret", through],
      ["DecryptOwnSettings", { StringEquals: { "kms:EncryptionContext:aws:lambda:FunctionArn": FUNCTION_ARN } }],
    ]);
  });

  test("on the admin secret's key do not include writing", () => {
    const { Action } = allowed("kms").find(({ Sid }) => Sid === "DecryptAdminSecret") ?? { Action: ["missing"] };
    expect(Action).toBe("kms:Decrypt");
  });

  test("on logs end at its own group", () => {
    expect(allowed("logs").map(({ Resource }) => Resource)).toEqual([
      `${expression("aws_cloudwatch_log_group.function_log_group.arn")}:*`,
    ]);
  });

  test("hold two wildcard resources: for traces, and for the network interfaces that Lambda makes", () => {
    const everywhere = statements.filter(({ Resource }) => listed(Resource).includes("*"));
    expect(everywhere.map(({ Sid, Effect, Action }) => [Sid, Effect, listed(Action).length])).toEqual([
      ["WriteTraces", "Allow", 2],
      ["LambdaConnectsToVpc", "Allow", 6],
      ["CodeDoesNot", "Deny", 6],
    ]);
  });

  test("on network interfaces are kept from the function's own code", () => {
    const [allow, deny] = ["LambdaConnectsToVpc", "CodeDoesNot"].map((sid) =>
      statements.find(({ Sid }) => Sid === sid),
    );
    expect(deny?.Action).toEqual(allow?.Action);
    expect(deny?.Condition).toEqual({ ArnEquals: { "lambda:SourceFunctionArn": FUNCTION_ARN } });
  });

  test("name every action in full", () => {
    for (const { Action } of statements) for (const action of listed(Action)) expect(action).not.toContain("*");
  });
});
