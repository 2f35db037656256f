import { expression } from "../../support/expression";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const DEPLOY_ROLE = "arn:aws:iam::111122223333:role/deploy-secrets";
const appSecret = stacksOf(
  sampleWith({
    "appSecrets.0.replicaRegions": ["eu-west-2", "eu-central-1"],
    "appSecrets.1.replicaRegions": ["eu-central-1"],
    "deployRoles.appSecret": DEPLOY_ROLE,
  }),
)("app-secret");
const replicaKey = (region: string) => expression(`aws_kms_key.replica_key_${region}.arn`);

interface Statement {
  readonly Sid: string;
  readonly Resource: unknown;
  readonly Condition: { readonly StringEquals: Readonly<Record<string, unknown>> };
  readonly [key: string]: unknown;
}
const statement = (type: string, id: string, sid: string): Statement | undefined =>
  (JSON.parse(String(appSecret.resource(type, id).policy)).Statement as Statement[]).find(({ Sid }) => Sid === sid);

describe("a copy of an app secret in another region", () => {
  test("is encrypted with a key of that region", () => {
    expect(appSecret.resource("aws_secretsmanager_secret", "secret_shop").replica).toEqual([
      { region: "eu-west-2", kms_key_id: replicaKey("eu-west-2") },
      { region: "eu-central-1", kms_key_id: replicaKey("eu-central-1") },
    ]);
    expect(appSecret.resource("aws_secretsmanager_secret", "secret_reporting").replica).toEqual([
      { region: "eu-central-1", kms_key_id: replicaKey("eu-central-1") },
    ]);
  });

  test("shares its key with the other copies there", () => {
    expect(Object.keys(appSecret.resources("aws_kms_key")).sort()).toEqual([
      "alerts_key",
      "key",
      "replica_key_eu-central-1",
      "replica_key_eu-west-2",
    ]);
    expect(appSecret.resource("aws_kms_key", "replica_key_eu-west-2")).toMatchObject({
      provider: "aws.eu-west-2",
      enable_key_rotation: true,
    });
    expect(appSecret.resource("aws_kms_alias", "replica_key_eu-west-2_alias")).toMatchObject({
      provider: "aws.eu-west-2",
      name: "alias/sample-app-secret-replica",
    });
  });

  test("is made by a provider that differs in its region only", () => {
    const [main, ...others] = (appSecret.json.provider as { aws: Record<string, unknown>[] }).aws;
    expect(others.map(({ alias }) => alias)).toEqual(["eu-central-1", "eu-west-2"]);
    for (const { alias, region, ...rest } of others) {
      expect(alias).toBe(region);
      expect({ ...rest, region: "eu-west-1" }).toEqual(main);
    }
    expect(main).toMatchObject({ assume_role: [{ role_arn: DEPLOY_ROLE }] });
  });

  test("is written with the function's rights, through Secrets Manager", () => {
    expect(statement("aws_iam_role_policy", "function_policy", "ReplicateAppSecrets")).toEqual({
      Sid: "ReplicateAppSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: [replicaKey("eu-central-1"), replicaKey("eu-west-2")],
      Condition: {
        StringEquals: {
          "kms:CallerAccount": "111122223333",
          "kms:ViaService": [
            "secretsmanager.eu-west-1.amazonaws.com",
            "secretsmanager.eu-central-1.amazonaws.com",
            "secretsmanager.eu-west-2.amazonaws.com",
          ],
        },
      },
    });
  });

  test("can be read by those who may read the secret", () => {
    const arns = [
      expression("aws_secretsmanager_secret.secret_reporting.arn"),
      expression("local.replica_arn_reporting_eu-central-1"),
    ];
    expect(appSecret.json.locals).toMatchObject({
      "replica_arn_reporting_eu-central-1": expression(
        'replace(aws_secretsmanager_secret.secret_reporting.arn, ":secretsmanager:eu-west-1:", ":secretsmanager:eu-central-1:")',
      ),
    });
    expect(statement("aws_iam_policy", "consumer_policy_reporting", "ReadSecret")?.Resource).toEqual(arns);
    const decrypt = statement("aws_iam_policy", "consumer_policy_reporting", "DecryptSecret");
    expect(decrypt?.Resource).toEqual([expression("aws_kms_key.key.arn"), replicaKey("eu-central-1")]);
    expect(decrypt?.Condition.StringEquals).toMatchObject({
      "kms:EncryptionContext:SecretARN": arns,
      "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com", "secretsmanager.eu-central-1.amazonaws.com"],
    });
  });
});
