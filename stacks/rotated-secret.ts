import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import type { Environment } from "../environments/schema";
import { STRATEGY_TAG } from "../rotation-fn/settings";
import type { EncryptionKey } from "./encryption-key";
import type { EnvironmentStack } from "./environment-stack";
import { resourceName, secretName } from "./naming";
import { consumerPolicy, secretResourcePolicy } from "./secret-policies";
import { weakenedTags } from "./tags";

/** One app secret of an environment file. */
export type AppSecret = Environment["appSecrets"][number];

export interface RotatedSecret {
  readonly settings: AppSecret;
  readonly arn: string;
  readonly resourcePolicy: SecretsmanagerSecretPolicy;
  readonly consumerPolicyArn: string;
}

/**
 * An empty secret, the policy that guards it, and the policy that lets an application read it.
 *
 * Its value is no resource, on purpose: Terraform would keep following the version that it wrote; after two rotations AWS
 * deletes that version, and the next apply would write the first value back over a live one. The function writes all
 * values, the first one too.
 */
export function rotatedSecret(stack: EnvironmentStack, key: EncryptionKey, settings: AppSecret): RotatedSecret {
  const { environment } = stack;
  const { name } = settings;
  const secret = new SecretsmanagerSecret(stack, `secret_${name}`, {
    name: secretName(environment, settings),
    description: `Login of ${settings.username} for the database ${settings.database}; changes by itself.`,
    kmsKeyId: key.arn,
    recoveryWindowInDays: settings.recoveryWindowDays.value,
    tags: {
      [STRATEGY_TAG]: settings.strategy,
      ...weakenedTags({ "recovery-window": settings.recoveryWindowDays }),
    },
  });
  const resourcePolicy = new SecretsmanagerSecretPolicy(stack, `secret_policy_${name}`, {
    secretArn: secret.arn,
    policy: secretResourcePolicy(environment),
    blockPublicPolicy: true,
  });
  const consumers = new IamPolicy(stack, `consumer_policy_${name}`, {
    name: resourceName(environment, `read-${name}`),
    description: `Lets an application read the app secret ${secretName(environment, settings)}.`,
    policy: consumerPolicy(environment, secret.arn, key),
  });
  return { settings, arn: secret.arn, resourcePolicy, consumerPolicyArn: consumers.arn };
}
