import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import type { EnvironmentStack } from "./environment-stack";
import type { RotatedSecret } from "./rotated-secret";
import { FUNCTION_TIMEOUT_SECONDS } from "./rotation-function";
import { scheduleExpression, windowExpression } from "./rotation-schedule";
import type { Rotator } from "./rotator";

/** The function gives its answer before Lambda stops it. */
export const AWAIT_TIMEOUT_SECONDS = FUNCTION_TIMEOUT_SECONDS - 60;

export interface RotationOptions {
  readonly rotator: Rotator;
  /** Lets Secrets Manager invoke the function. */
  readonly permission: LambdaPermission;
  readonly adminSecretArn: string;
  readonly databaseHost: string;
  readonly databasePort: number;
}

/**
 * Makes an app secret rotate, in the order in which the first rotation can work: Secrets Manager may call the function; the
 * function has its rights and has made database, user, grants and the first value; then the schedule, which starts
 * the first rotation at once; then the proof that this rotation succeeded, or the deployment fails with its cause.
 */
export function rotation(stack: EnvironmentStack, secret: RotatedSecret, options: RotationOptions): void {
  const { settings } = secret;
  const { rotator, permission } = options;
  const { engine } = stack.environment.database;

  const provision = new LambdaInvocation(stack, `provision_${settings.name}`, {
    functionName: rotator.functionName,
    lifecycleScope: "CRUD",
    // Everything stands in `input`, which is updated in place. A change of `triggers` would replace the resource, and a
    // replacement is sent to the function as a deletion of the live users.
    input: JSON.stringify({
      action: "provision",
      secretId: secret.arn,
      adminSecretId: options.adminSecretArn,
      // Left out where it would say nothing: a function that is given by its ARN may be older than the key.
      ...(engine === "mysql" ? {} : { engine }),
      host: options.databaseHost,
      port: options.databasePort,
      dbname: settings.database,
      username: settings.username,
      userHost: settings.userHost,
      privileges: settings.privileges,
    }),
    dependsOn: [...rotator.ready, secret.resourcePolicy],
  });

  const schedule = scheduleExpression(settings.rotationWindow.schedule);
  const window = windowExpression(settings.rotationWindow.hours);
  const rotating = new SecretsmanagerSecretRotation(stack, `rotation_${settings.name}`, {
    secretId: secret.arn,
    rotationLambdaArn: rotator.arn,
    rotateImmediately: settings.rotateImmediately,
    rotationRules: { scheduleExpression: schedule, duration: window },
    dependsOn: [permission, ...rotator.ready, provision],
  });

  // Without a rotation at once there is nothing to wait for: Secrets Manager only calls testSecret then.
  if (!settings.rotateImmediately) return;
  const code = rotator.own === undefined ? {} : { codeSha256: rotator.own.codeSha256 };
  new LambdaInvocation(stack, `await_rotation_${settings.name}`, {
    functionName: rotator.functionName,
    lifecycleScope: "CRUD",
    input: JSON.stringify({
      action: "await-rotation",
      secretId: secret.arn,
      timeoutSeconds: AWAIT_TIMEOUT_SECONDS,
      // Whatever starts a rotation, or could break the next one, makes Terraform ask again.
      after: { schedule, window, ...code },
    }),
    dependsOn: [rotating],
  });
}
