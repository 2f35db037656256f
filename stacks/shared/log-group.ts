import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { EncryptionKey } from "./encryption-key";
import type { EnvironmentStack } from "./environment-stack";

/**
 * A log group that exists before its writer does. A service that makes its own group keeps it for ever, in no state and
 * without encryption.
 */
export function logGroup(stack: EnvironmentStack, id: string, name: string, key: EncryptionKey): CloudwatchLogGroup {
  return new CloudwatchLogGroup(stack, id, {
    name,
    retentionInDays: stack.environment.logRetentionDays,
    kmsKeyId: key.arn,
  });
}
