import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { EncryptionKey } from "./encryption-key";
import type { EnvironmentStack } from "./environment-stack";

/**
 * A log group that exists before its writer. A group that a service creates itself has no expiry, no encryption and no
 * Terraform state.
 */
export function logGroup(stack: EnvironmentStack, id: string, name: string, key: EncryptionKey): CloudwatchLogGroup {
  return new CloudwatchLogGroup(stack, id, {
    name,
    retentionInDays: stack.environment.logRetentionDays,
    kmsKeyId: key.arn,
  });
}
