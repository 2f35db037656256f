import { z } from "zod";
import { findUsableSecret } from "../find-secret";
import { description, kmsKeyId, requireToken, secretId, token, value } from "../input";
import { moveLabelsOfNewValue } from "../labels";
import { sameValue, valueIn } from "../secret-value";
import { AWSCURRENT } from "../state";
import { addVersion } from "../versions";
import { nameAndArn, operation } from "./operation";
import { tokenInUse } from "./put-secret-value";

const input = z.object({
  SecretId: secretId,
  ClientRequestToken: token,
  Description: description.optional(),
  KmsKeyId: kmsKeyId.optional(),
  ...value,
});

/**
 * API_UpdateSecret. With a value: a new version that becomes AWSCURRENT.
 *
 * A token that is a version's already "results in an error", says the page. On AWS it does so only with another value; with the same
 * value the answer names the version (verified: getmoto/moto, test_update_same_secret_value_with_same_token). Assumed, as
 * for PutSecretValue: no label moves then.
 */
export const updateSecret = operation(input, (request, context) => {
  const versionId = requireToken(request.ClientRequestToken);
  const newValue = valueIn(request);
  const now = context.now();
  const secret = findUsableSecret(context.state, request.SecretId, now);
  if (newValue !== undefined) {
    const existing = secret.versions.get(versionId);
    if (existing === undefined) {
      moveLabelsOfNewValue(secret, [AWSCURRENT], addVersion(secret, versionId, newValue, now), now);
    } else if (!sameValue(existing.value, newValue)) {
      throw tokenInUse(secret, versionId);
    }
  }
  if (request.Description !== undefined) secret.description = request.Description || undefined;
  if (request.KmsKeyId !== undefined) secret.kmsKeyId = request.KmsKeyId || undefined;
  secret.changedAt = now;
  return { ...nameAndArn(secret), VersionId: newValue === undefined ? undefined : versionId };
});
