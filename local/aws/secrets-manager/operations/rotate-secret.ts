import { z } from "zod";
import { invalidParameter, invalidRequest } from "../errors";
import { findUsableSecret } from "../find-secret";
import { requireToken, secretId, token } from "../input";
import { checkLabelQuota, moveLabel, versionWith } from "../labels";
import { readRotationRules } from "../rotation/rules";
import { AWSCURRENT, AWSPENDING, type Secret } from "../state";
import { addVersion } from "../versions";
import { nameAndArn, type OperationContext, operation } from "./operation";

const input = z.object({
  SecretId: secretId,
  ClientRequestToken: token,
  RotationLambdaARN: z.string().max(2048).optional(),
  RotationRules: z
    .object({
      AutomaticallyAfterDays: z.number().int().optional(),
      Duration: z.string().optional(),
      ScheduleExpression: z.string().optional(),
    })
    .optional(),
  RotateImmediately: z.boolean().default(true),
});

/**
 * API_RotateSecret: configures rotation, makes the AWSPENDING version and returns; the function is called afterwards
 * (../rotation/rotation-runner.ts).
 *
 * DEVIATION from API_RotateSecret: this does not check that the function exists and may be invoked. The service refuses such a call with
 * AccessDeniedException; a gateway can do so by throwing one from `onCall`.
 */
export const rotateSecret = operation(input, (request, context) => {
  const versionId = requireToken(request.ClientRequestToken, "InvalidParameterException");
  const rules = readRotationRules(request.RotationRules ?? {});
  const now = context.now();
  const secret = findUsableSecret(context.state, request.SecretId, now);
  const functionArn = request.RotationLambdaARN || secret.rotation?.functionArn;
  // Wording recorded from the service.
  if (functionArn === undefined)
    throw invalidRequest("No Lambda rotation function ARN is associated with this secret.");

  // Before the look at AWSPENDING: a repeated call (its reply was lost, the rotation has ended) is not a second one.
  // Assumed from "you want to ensure that Secrets Manager doesn't attempt to create a secret version twice".
  const repeated = secret.versions.get(versionId);
  if (repeated?.labels.includes(AWSCURRENT)) return { ...nameAndArn(secret), VersionId: versionId };
  refuseIncompleteRotation(secret, context);
  if (repeated !== undefined) {
    throw invalidParameter(`You can't use ClientRequestToken ${versionId} because a version of the secret has it.`);
  }

  checkLabelQuota(secret, [AWSPENDING]);
  const currentValue = versionWith(secret, AWSCURRENT)?.value;
  // "During rotation, Secrets Manager creates an AWSPENDING version ID before creating the new secret version": it has
  // no value. With RotateImmediately false the version is a temporary one; that it carries the current value is
  // reported from the service.
  const version = addVersion(secret, versionId, request.RotateImmediately ? undefined : currentValue, now);
  moveLabel(secret, AWSPENDING, version);
  secret.rotation = {
    enabled: true,
    functionArn,
    rules: rules ?? secret.rotation?.rules,
    configuredAt: now,
    lastRotatedAt: secret.rotation?.lastRotatedAt,
  };
  context.rotations.start(secret, versionId, request.RotateImmediately ? "rotate" : "test-only");
  return { ...nameAndArn(secret), VersionId: versionId };
});

/**
 * "If the AWSPENDING staging label is present but not attached to the same version as AWSCURRENT, then any later
 * invocation of RotateSecret assumes that a previous rotation request is still in progress and returns an error."
 * The error's wording, which promises to try again, is reported from the service.
 *
 * Assumed, the harder way each time: nothing of the refused request is stored; the attempt is made with the pending
 * token; it is not a second one beside one that is running; after CancelRotateSecret there is none ("failing to clean
 * up a cancelled rotation can block you from starting future rotations").
 */
function refuseIncompleteRotation(secret: Secret, context: OperationContext): void {
  const pending = versionWith(secret, AWSPENDING);
  if (pending === undefined || pending.labels.includes(AWSCURRENT)) return;
  if (secret.rotation?.enabled && !context.rotations.isRunning(secret)) {
    context.rotations.start(secret, pending.id, "rotate");
  }
  throw invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
}
