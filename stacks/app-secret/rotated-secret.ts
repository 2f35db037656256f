import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { Fn, TerraformLocal } from "cdktf";
import type { AppSecretChoice } from "../../environments/schema";
import { STRATEGY_TAG } from "../../rotation-fn/settings";
import type { EncryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { secretName } from "../shared/naming";
import { describedWindows } from "../shared/rotation-schedule";
import { weakenedTags } from "../shared/tags";
import { warnOfDefiners } from "./definer-warnings";
import type { ReplicaKeys } from "./replica-keys";
import { consumerPolicyOf } from "./secret-consumers";
import { type PlacedSecret, secretResourcePolicy } from "./secret-policies";

export interface RotatedSecret {
  readonly settings: AppSecretChoice;
  readonly arn: string;
  readonly resourcePolicy: SecretsmanagerSecretPolicy;
  /** The secret and its copies. */
  readonly places: readonly PlacedSecret[];
  readonly consumerPolicyArn: string;
}

export interface SecretKeys {
  readonly key: EncryptionKey;
  readonly replicaKeys: ReplicaKeys;
}

/**
 * An empty secret, its resource policy, and the policy that lets an application read it.
 *
 * Its value is deliberately not a resource: Terraform would track the version that it wrote. After two rotations AWS
 * deletes that version, and the next apply would write the first value over a live one. The function writes all
 * values, including the first.
 */
export function rotatedSecret(stack: EnvironmentStack, keys: SecretKeys, settings: AppSecretChoice): RotatedSecret {
  const { environment } = stack;
  const { name, recoveryWindowDays, strategy } = settings;
  warnOfDefiners(stack, settings);
  const replicas = settings.replicaRegions.flatMap((region) => {
    const key = keys.replicaKeys.get(region);
    return key === undefined ? [] : [{ region, kmsKeyId: key.arn }];
  });
  const { requested, deployed } = describedWindows(settings);
  const window = requested === deployed ? deployed : `${deployed}, within the requested ${requested}`;
  const secret = new SecretsmanagerSecret(stack, `secret_${name}`, {
    name: secretName(environment, settings),
    description: `Login of ${settings.username} for the database ${settings.database}; changes by itself: ${window}.`,
    kmsKeyId: keys.key.arn,
    recoveryWindowInDays: recoveryWindowDays.value,
    ...(replicas.length === 0 ? {} : { replica: replicas }),
    tags: {
      [STRATEGY_TAG]: strategy.value,
      ...weakenedTags({
        "recovery-window": recoveryWindowDays,
        strategy,
        "deletion-roles": settings.deletionRoles,
      }),
    },
  });
  const { appSecret: deployRole } = environment.deployRoles;
  const resourcePolicy = new SecretsmanagerSecretPolicy(stack, `secret_policy_${name}`, {
    secretArn: secret.arn,
    policy: secretResourcePolicy(environment, {
      deletionRoles: [...new Set([...settings.deletionRoles.value, ...(deployRole === undefined ? [] : [deployRole])])],
      recoveryWindowDays: recoveryWindowDays.value,
    }),
    blockPublicPolicy: true,
  });
  const places = [
    { region: environment.region, arn: secret.arn, keyArn: keys.key.arn },
    ...replicas.map(({ region, kmsKeyId }) => ({
      region,
      arn: replicaArn(stack, secret.arn, { name, region }),
      keyArn: kmsKeyId,
    })),
  ];
  const consumerPolicyArn = consumerPolicyOf(stack, { settings, places });
  return { settings, arn: secret.arn, resourcePolicy, places, consumerPolicyArn };
}

/**
 * A replica's ARN is that of the secret, with another region. A local, because an expression with quotation marks would make the
 * policy around it unreadable for tools that read it before Terraform does.
 */
function replicaArn(
  stack: EnvironmentStack,
  arn: string,
  { name, region }: { readonly name: string; readonly region: string },
): string {
  const inRegion = (location: string) => `:secretsmanager:${location}:`;
  const copy = Fn.replace(arn, inRegion(stack.environment.region), inRegion(region));
  return new TerraformLocal(stack, `replica_arn_${name}_${region}`, copy).asString;
}
