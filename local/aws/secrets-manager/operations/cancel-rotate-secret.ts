import { invalidRequest } from "../errors";
import { versionWith } from "../labels";
import { AWSCURRENT, AWSPENDING } from "../state";
import { nameAndArn, secretOperation } from "./operation";

/**
 * API_CancelRotateSecret: "turns off automatic rotation, and if a rotation is currently in progress, cancels the
 * rotation". A step that is running runs to its end, no further one is called. Labels stay as they are: AWSPENDING is
 * the caller's to remove, and its version is in the reply.
 */
export const cancelRotateSecret = secretOperation({}, ({ secret, context, now }) => {
  if (secret.rotation === undefined) {
    // Not documented for a secret that never had rotation; refused, as RotateSecret without a function is.
    throw invalidRequest("You tried to cancel rotation on a secret that doesn't have rotation configured.");
  }
  context.rotations.cancel(secret);
  secret.rotation.enabled = false;
  secret.changedAt = now;
  const pending = versionWith(secret, AWSPENDING);
  const incomplete = pending !== undefined && !pending.labels.includes(AWSCURRENT);
  return { ...nameAndArn(secret), VersionId: incomplete ? pending.id : undefined };
});
