import { z } from "zod";
import { wireDate } from "../dates";
import { invalidParameter, markedForDeletion } from "../errors";
import { findSecret, findSecretIfAny } from "../find-secret";
import { secretId } from "../input";
import { DAY_MS } from "../state";
import { newArn } from "./create-secret";
import { nameAndArn, operation } from "./operation";
import { refuseReplicated } from "./replication";

const input = z.object({
  SecretId: secretId,
  RecoveryWindowInDays: z.number().int().optional(),
  ForceDeleteWithoutRecovery: z.boolean().default(false),
});

const DEFAULT_WINDOW_DAYS = 30;

/**
 * API_DeleteSecret. A rotation in progress ends.
 *
 * DEVIATION from API_DeleteSecret: a forced deletion is complete when the call returns. The service deletes "with an asynchronous background
 * process", so that creating the same name at once may fail there for a short time.
 */
export const deleteSecret = operation(input, (request, context) => {
  const now = context.now();
  const { RecoveryWindowInDays: windowDays, ForceDeleteWithoutRecovery: force } = request;
  if (force && windowDays !== undefined) {
    throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  }
  if (windowDays !== undefined && (windowDays < 7 || windowDays > 30)) {
    throw invalidParameter(`RecoveryWindowInDays must be between 7 and 30 days (inclusive), found ${windowDays}.`);
  }
  if (force) {
    const secret = findSecretIfAny(context.state, request.SecretId, now);
    if (secret === undefined) {
      // "If you forcibly delete an already deleted or nonexistent secret, the operation does not return
      // ResourceNotFoundException."
      const arn = request.SecretId.startsWith("arn:") ? request.SecretId : newArn(context, request.SecretId);
      return { ARN: arn, Name: request.SecretId, DeletionDate: wireDate(now) };
    }
    refuseReplicated(secret);
    context.rotations.cancel(secret);
    context.state.secrets.delete(secret.name);
    return { ...nameAndArn(secret), DeletionDate: wireDate(now) };
  }
  const secret = findSecret(context.state, request.SecretId, now);
  // Not documented: what a second deletion does. It does not change the first one's date.
  if (secret.deletionAt !== undefined) throw markedForDeletion();
  refuseReplicated(secret);
  context.rotations.cancel(secret);
  secret.deletionAt = now + (windowDays ?? DEFAULT_WINDOW_DAYS) * DAY_MS;
  return { ...nameAndArn(secret), DeletionDate: wireDate(secret.deletionAt) };
});

/** API_RestoreSecret. Not documented: a secret that is not being deleted; it succeeds and does nothing. */
export const restoreSecret = operation(z.object({ SecretId: secretId }), (request, context) => {
  const secret = findSecret(context.state, request.SecretId, context.now());
  secret.deletionAt = undefined;
  return nameAndArn(secret);
});
