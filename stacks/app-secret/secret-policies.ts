import type { Environment } from "../../environments/schema";
import { accountRootArn } from "../shared/naming";
import { type PolicyStatement, policyDocument } from "../shared/policy-document";

export interface SecretProtection {
  /** ARNs of the roles that may delete the secret; when there are none, IAM alone decides. */
  readonly deletionRoles: readonly string[];
  /** 0: it may be deleted at once. */
  readonly recoveryWindowDays: number;
}

/** The resource policy of a secret: what it denies regardless of IAM policies, in this and other accounts. */
export function secretResourcePolicy(environment: Environment, protection: SecretProtection): string {
  return policyDocument([
    {
      Sid: "NobodyOutsideTheAccount",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": environment.accountId },
        // A service that acts for itself has no account.
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    ...againstDeletion(environment, protection),
  ]);
}

function againstDeletion(environment: Environment, protection: SecretProtection): PolicyStatement[] {
  const { deletionRoles, recoveryWindowDays } = protection;
  const onlyNamedRoles: PolicyStatement = {
    Sid: "OnlyNamedRolesDelete",
    Effect: "Deny",
    Principal: "*",
    // A role that may remove the policy could then delete the secret.
    Action: ["secretsmanager:DeleteResourcePolicy", "secretsmanager:DeleteSecret", "secretsmanager:PutResourcePolicy"],
    Resource: "*",
    // The root user can recover the secret if none of these roles exists any more.
    Condition: { ArnNotEquals: { "aws:PrincipalArn": [...deletionRoles, accountRootArn(environment)] } },
  };
  const notAtOnce: PolicyStatement = {
    Sid: "NobodyDeletesAtOnce",
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:DeleteSecret",
    Resource: "*",
    Condition: { Bool: { "secretsmanager:ForceDeleteWithoutRecovery": "true" } },
  };
  return [...(deletionRoles.length > 0 ? [onlyNamedRoles] : []), ...(recoveryWindowDays > 0 ? [notAtOnce] : [])];
}

/** A secret, or a copy of one, where it is. */
export interface PlacedSecret {
  readonly region: string;
  readonly arn: string;
  readonly keyArn: string;
}

/**
 * The policy of an application's role: read these secrets and their replicas, one by one or in a batch, and nothing else. A batch
 * by filters also needs ListSecrets, which shows the names of all secrets and is not included.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export function consumerPolicy({ accountId }: Environment, places: readonly PlacedSecret[]): string {
  const arns = oneOrMore(places.map(({ arn }) => arn));
  const each = (values: readonly string[]) => oneOrMore([...new Set(values)]);
  return policyDocument([
    {
      Sid: "ReadSecret",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: arns,
    },
    {
      Sid: "DecryptSecret",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: each(places.map(({ keyArn }) => keyArn)),
      Condition: {
        StringEquals: {
          "kms:CallerAccount": accountId,
          "kms:EncryptionContext:SecretARN": arns,
          "kms:ViaService": each(places.map(({ region }) => viaSecretsManager(region))),
        },
      },
    },
    {
      Sid: "ReadInBatch",
      Effect: "Allow",
      Action: "secretsmanager:BatchGetSecretValue",
      Resource: "*",
      wildcardReason: "the action knows no resource, and gives only values that may be read one by one",
    },
  ]);
}

/** How KMS sees a call that Secrets Manager makes on behalf of a caller. */
export function viaSecretsManager(region: string): string {
  return `secretsmanager.${region}.amazonaws.com`;
}

/** As people write policies: one value stands by itself. */
export function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? []) : values;
}
