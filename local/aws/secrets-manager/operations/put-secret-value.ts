import { z } from "zod";
import { ServiceError } from "../errors";
import { findUsableSecret } from "../find-secret";
import { requireToken, secretId, stage, token, value } from "../input";
import { checkLabelQuota, moveLabelsOfNewValue } from "../labels";
import { requiredValueIn, sameValue } from "../secret-value";
import { AWSCURRENT, type Secret } from "../state";
import { addVersion } from "../versions";
import { nameAndArn, operation, type Reply } from "./operation";

const input = z.object({
  SecretId: secretId,
  ClientRequestToken: token,
  VersionStages: z.array(stage).min(1).max(20).optional(),
  /** Checked for its form only: whose request it is does not matter here. */
  RotationToken: z
    .string()
    .min(36)
    .max(256)
    .regex(/^[a-zA-Z0-9-]+$/)
    .optional(),
  ...value,
});

/** API_PutSecretValue. */
export const putSecretValue = operation(input, (request, context) => {
  const versionId = requireToken(request.ClientRequestToken);
  const newValue = requiredValueIn(request);
  const now = context.now();
  const secret = findUsableSecret(context.state, request.SecretId, now);
  const existing = secret.versions.get(versionId);
  if (existing?.value !== undefined) {
    // "This operation is idempotent": the same data succeeds and does nothing, labels included.
    if (!sameValue(existing.value, newValue)) throw tokenInUse(secret, versionId);
    return reply(secret, versionId, existing.labels);
  }

  const labels = [...new Set(request.VersionStages ?? [AWSCURRENT])];
  // "If this operation creates the first version for the secret, then Secrets Manager automatically attaches the
  // staging label AWSCURRENT to it." The empty version of a rotation was created by RotateSecret and is not meant.
  if (secret.versions.size === 0 && !labels.includes(AWSCURRENT)) labels.push(AWSCURRENT);
  checkLabelQuota(secret, labels);
  const version = existing ?? addVersion(secret, versionId, newValue, now);
  version.value = newValue;
  secret.changedAt = now;
  moveLabelsOfNewValue(secret, labels, version, now);
  return reply(secret, versionId, version.labels);
});

/** A version is immutable; the wording is the service's as other emulators and reports give it. */
export function tokenInUse(secret: Secret, versionId: string): ServiceError {
  return new ServiceError(
    "ResourceExistsException",
    `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`,
  );
}

function reply(secret: Secret, versionId: string, labels: readonly string[]): Reply {
  return { ...nameAndArn(secret), VersionId: versionId, VersionStages: labels };
}
