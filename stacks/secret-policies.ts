import type { Environment } from "../environments/schema";
import type { EncryptionKey } from "./encryption-key";
import { policyDocument } from "./policy-document";

/** Attached to a secret: nobody outside the account gets at it, whatever IAM in another account says. */
export function secretResourcePolicy({ accountId }: Environment): string {
  return policyDocument([
    {
      Sid: "NobodyOutsideTheAccount",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": accountId },
        // A service that acts for itself has no account.
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  ]);
}

/** Attached to an application's role: read this one secret, and nothing else. */
export function consumerPolicy({ accountId, region }: Environment, secretArn: string, key: EncryptionKey): string {
  return policyDocument([
    {
      Sid: "ReadSecret",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: secretArn,
    },
    {
      Sid: "DecryptSecret",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: key.arn,
      Condition: {
        StringEquals: {
          "kms:CallerAccount": accountId,
          "kms:EncryptionContext:SecretARN": secretArn,
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
        },
      },
    },
  ]);
}
