import { z } from "zod";
import { wireDate } from "../dates";
import { invalidRequest, notFound } from "../errors";
import { findUsableSecret } from "../find-secret";
import { secretId, stage, versionId } from "../input";
import { versionWith } from "../labels";
import { AWSCURRENT, type Secret, type SecretVersion } from "../state";
import { nameAndArn, type OperationContext, operation, type Reply } from "./operation";

const input = z.object({ SecretId: secretId, VersionId: versionId.optional(), VersionStage: stage.optional() });

interface Wanted {
  readonly VersionId?: string | undefined;
  readonly VersionStage?: string | undefined;
}

/** API_GetSecretValue. Without an id or a label: AWSCURRENT. */
export const getSecretValue = operation(input, readValue);

/** What GetSecretValue answers. Throws what it refuses with. */
export function readValue(request: z.output<typeof input>, context: OperationContext): Reply {
  const now = context.now();
  const secret = findUsableSecret(context.state, request.SecretId, now);
  const version = wantedVersion(secret, request);
  const { value } = version;
  if (value === undefined) throw noValue(request);
  version.accessedAt = now;
  secret.accessedAt = now;
  return {
    ...nameAndArn(secret),
    VersionId: version.id,
    SecretString: value.kind === "string" ? value.text : undefined,
    SecretBinary: value.kind === "binary" ? value.base64 : undefined,
    VersionStages: version.labels.length > 0 ? version.labels : undefined,
    CreatedDate: wireDate(version.createdAt),
  };
}

/**
 * Both an id and a label "must refer to the same secret version". What the service answers when they do not is not
 * documented; InvalidRequestException with this wording was recorded from it. A version that does not exist is
 * ResourceNotFoundException, with or without a label.
 */
function wantedVersion(secret: Secret, wanted: Wanted): SecretVersion {
  if (wanted.VersionId === undefined) {
    const version = versionWith(secret, wanted.VersionStage ?? AWSCURRENT);
    if (version === undefined) throw noValue(wanted);
    return version;
  }
  const version = secret.versions.get(wanted.VersionId);
  if (version === undefined) throw notFound(`secret value for VersionId: ${wanted.VersionId}`);
  if (wanted.VersionStage !== undefined && !version.labels.includes(wanted.VersionStage)) {
    throw invalidRequest("You provided a VersionStage that is not associated to the provided VersionId.");
  }
  return version;
}

/**
 * The two wordings were recorded. That the empty version of a rotation is not found by id, by label and by both is
 * reported from the service; which of the wordings it uses for both is not: assumed to be the label's.
 */
function noValue(wanted: Wanted) {
  return wanted.VersionId !== undefined && wanted.VersionStage === undefined
    ? notFound(`secret value for VersionId: ${wanted.VersionId}`)
    : notFound(`secret value for staging label: ${wanted.VersionStage ?? AWSCURRENT}`);
}
