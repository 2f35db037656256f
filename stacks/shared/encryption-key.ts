import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import type { Environment } from "../../environments/schema";
import type { EnvironmentStack } from "./environment-stack";
import { accountRootArn, arnOf, resourceName } from "./naming";
import { type PolicyStatement, policyDocument } from "./policy-document";

export interface EncryptionKey {
  readonly arn: string;
  readonly keyId: string;
}

export interface EncryptionKeyOptions {
  readonly name: string;
  readonly use: string;
  /** Services that use the key for themselves. Without this: CloudWatch Logs, for the log groups of the environment's account. */
  readonly users?: readonly PolicyStatement[];
  /** For a key in another region. */
  readonly provider?: TerraformProvider;
}

/**
 * A customer managed key with yearly rotation and an explicit policy: IAM in the account decides who may use it, plus
 * a statement for each service that uses it on its own behalf.
 *
 * Secrets Manager, RDS and Lambda need no statement: they act with their caller's permissions, or through a grant that the
 * caller creates.
 */
export function encryptionKey(stack: EnvironmentStack, id: string, options: EncryptionKeyOptions): EncryptionKey {
  const { environment } = stack;
  const provider = options.provider === undefined ? {} : { provider: options.provider };
  const key = new KmsKey(stack, id, {
    ...provider,
    description: `${environment.name}: ${options.use}`,
    enableKeyRotation: true,
    // Everything that a deleted key encrypted is lost, including backups: keep the longest waiting period.
    deletionWindowInDays: environment.target.kind === "aws" ? 30 : 7,
    policy: policyDocument([
      {
        Sid: "AccountDecidesThroughIam",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(environment) },
        Action: "kms:*",
        Resource: "*",
        wildcardReason: "without it nobody could manage the key; IAM of the account narrows it, here it only may",
      },
      ...(options.users ?? [logsOfThisAccount(environment)]),
    ]),
  });
  new KmsAlias(stack, `${id}_alias`, {
    ...provider,
    name: `alias/${resourceName(environment, options.name)}`,
    targetKeyId: key.keyId,
  });
  return { arn: key.arn, keyId: key.keyId };
}

function logsOfThisAccount(environment: Environment): PolicyStatement {
  return {
    Sid: "LogsOfThisAccount",
    Effect: "Allow",
    Principal: { Service: `logs.${environment.region}.amazonaws.com` },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: "*",
    wildcardReason: "the actions that CloudWatch Logs documents for its keys, for log groups of this account alone",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arnOf(environment, "logs", "log-group:*") } },
  };
}
