import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import type { EnvironmentStack } from "../shared/environment-stack";
import { provisionEvent } from "../shared/function-events";
import { FUNCTION_TIMEOUT_SECONDS } from "../shared/function-timeout";
import { scheduleExpression, windowExpression } from "../shared/rotation-schedule";
import type { Rotator } from "../shared/rotator";
import type { RotatedSecret } from "./rotated-secret";

/** The function responds before Lambda stops it. */
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
 * Sets up the rotation of an app secret, in the order in which the first rotation can work: Secrets Manager may invoke the function; the
 * function has its permissions and has created database, user, grants and the first value; then the schedule, which starts
 * the first rotation at once; then the proof that this rotation succeeded and its credential logs in. Otherwise the deployment fails with the
 * cause. The proof is repeated when the function's code, role, network or settings change.
 *
 * Invocations that can fail are CREATE_ONLY with everything in `input`: a failed one is in no state, so the next deployment repeats it.
 * Under CRUD the provider records a failed update as done (hashicorp/terraform-provider-aws#43447). A change reads "must be replaced",
 * and the function gets no event for the deletion. That event comes from `app_users`, under CRUD, which only keeps addresses and drops users.
 */
export function rotation(stack: EnvironmentStack, secret: RotatedSecret, options: RotationOptions): void {
  const { settings } = secret;
  const { rotator, permission } = options;
  const { functionName } = rotator;
  const database = { adminSecretId: options.adminSecretArn, host: options.databaseHost, port: options.databasePort };

  const appUsers = new LambdaInvocation(stack, `app_users_${settings.name}`, {
    functionName,
    lifecycleScope: "CRUD",
    // No `triggers`: a replacement would send the function a deletion of the live users, which it must refuse.
    input: JSON.stringify({
      action: "track-app-users",
      secretId: secret.arn,
      ...database,
      username: settings.username,
    }),
    dependsOn: [...rotator.ready, secret.resourcePolicy],
  });

  const provision = new LambdaInvocation(stack, `provision_${settings.name}`, {
    functionName,
    lifecycleScope: "CREATE_ONLY",
    input: withAnswer(provisionEvent(stack.environment, settings, { secretId: secret.arn, ...database }), {
      tracked: appUsers,
    }),
    dependsOn: [...rotator.ready, secret.resourcePolicy],
  });

  const schedule = scheduleExpression(settings.rotationWindow.schedule);
  const window = windowExpression(settings.rotationWindow.hours);
  const { own } = rotator;
  const itself = own === undefined ? {} : { codeSha256: own.codeSha256, configuration: own.configuration };
  const rotatesAfterChange = stack.environment.rotationFunction.rotateAfterChange;
  // Read before whatever starts a rotation: RotateSecret is asynchronous, and the newest rotation may still be the one before.
  const baseline = settings.rotateImmediately
    ? new LambdaInvocation(stack, `rotation_baseline_${settings.name}`, {
        functionName,
        lifecycleScope: "CREATE_ONLY",
        input: JSON.stringify({
          action: "rotation-baseline",
          secretId: secret.arn,
          before: { schedule, window, ...(rotatesAfterChange ? itself : {}) },
        }),
        dependsOn: [provision],
      })
    : undefined;
  const rotating = new SecretsmanagerSecretRotation(stack, `rotation_${settings.name}`, {
    secretId: secret.arn,
    rotationLambdaArn: rotator.arn,
    rotateImmediately: settings.rotateImmediately,
    rotationRules: { scheduleExpression: schedule, duration: window },
    dependsOn: [permission, ...rotator.ready, provision, ...(baseline === undefined ? [] : [baseline])],
  });

  new LambdaInvocation(stack, `await_rotation_${settings.name}`, {
    functionName,
    lifecycleScope: "CREATE_ONLY",
    input: withAnswer(
      {
        action: "await-rotation",
        secretId: secret.arn,
        timeoutSeconds: AWAIT_TIMEOUT_SECONDS,
        // Whatever starts a rotation, or could break the next one, makes Terraform ask again.
        after: { schedule, window, ...itself },
        // AWS provider 5.x records a refused UpdateFunctionCode as done: the function itself says whether it is the planned code.
        ...(own === undefined ? {} : { codeDigest: own.codeDigest }),
        ...(baseline === undefined ? { rotation: "not-required" } : rotatesAfterChange ? { rotation: "started" } : {}),
      },
      baseline === undefined ? {} : { baseline },
    ),
    dependsOn: [rotating],
  });
}

/** An event with the answer of an earlier invocation in it. The answer is JSON already, so it stands there without quotation marks. */
function withAnswer(event: object, answers: Readonly<Record<string, LambdaInvocation>>): string {
  const answered = Object.entries(answers).map(([key, { result }]) => `${JSON.stringify(key)}:${result}`);
  return `{${[JSON.stringify(event).slice(1, -1), ...answered].join(",")}}`;
}
