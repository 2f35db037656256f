import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import type { EnvironmentStack } from "../shared/environment-stack";
import { scheduleExpression, windowExpression } from "../shared/rotation-schedule";

/**
 * When RDS rotates the admin secret. RDS owns the rotation and needs no function; the schedule is Secrets Manager's and may be set.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_managed.html
 *
 * Every environment has the resource, because removing it would not restore RDS's own schedule: deleting it calls
 * CancelRotateSecret, after which the admin's password never changes. A changed schedule does not rotate at once, so that no
 * deployment changes the password during a rotation of an app secret.
 *
 * Not on an emulator, which does not rotate the admin secret.
 */
export function adminRotation(stack: EnvironmentStack, adminSecretArn: string): void {
  const { target, database } = stack.environment;
  if (target.kind !== "aws") return;
  const { schedule, windowHours } = database.adminRotation;
  new SecretsmanagerSecretRotation(stack, "admin_rotation", {
    secretId: adminSecretArn,
    rotateImmediately: false,
    rotationRules: { scheduleExpression: scheduleExpression(schedule), duration: windowExpression(windowHours) },
  });
}
