import { z } from "zod";
import { wireDate, wireDay } from "../dates";
import { findSecret } from "../find-secret";
import { secretId } from "../input";
import { nextRotationAt, rulesOnTheWire } from "../rotation/next-rotation";
import type { Secret } from "../state";
import { nameAndArn, operation, type Reply } from "./operation";
import { replicationStatus } from "./replication";

/** API_DescribeSecret. Works on a secret in its recovery window as well. */
export const describeSecret = operation(z.object({ SecretId: secretId }), (request, context) => {
  const secret = findSecret(context.state, request.SecretId, context.now());
  const status = replicationStatus(secret);
  return {
    ...secretDetails(secret, context.region),
    VersionIdsToStages: labelsByVersion(secret),
    ReplicationStatus: status.length === 0 ? undefined : status,
  };
});

/** What DescribeSecret and ListSecrets have in common. */
export function secretDetails(secret: Secret, region: string): Reply {
  return {
    ...nameAndArn(secret),
    Description: secret.description,
    // "If the secret is encrypted with the AWS managed key aws/secretsmanager, this field is omitted."
    KmsKeyId: secret.kmsKeyId,
    ...rotationDetails(secret),
    LastChangedDate: wireDate(secret.changedAt),
    LastAccessedDate: wireDay(secret.accessedAt),
    DeletedDate: wireDate(secret.deletionAt),
    Tags: secret.tags,
    OwningService: secret.owningService,
    CreatedDate: wireDate(secret.createdAt),
    PrimaryRegion: secret.primaryRegion ?? ((secret.replicas ?? []).length === 0 ? undefined : region),
  };
}

/** Only versions with labels. Left out when there are none: recorded for a secret without a value. */
export function labelsByVersion(secret: Secret): Record<string, readonly string[]> | undefined {
  const labelled = [...secret.versions.values()].filter((version) => version.labels.length > 0);
  if (labelled.length === 0) return undefined;
  return Object.fromEntries(labelled.map((version) => [version.id, version.labels]));
}

/**
 * Nothing until rotation is configured. After CancelRotateSecret the function and rules stay and the two dates go
 * ("if rotation has been disabled, Secrets Manager returns null").
 */
function rotationDetails(secret: Secret): Reply {
  const { rotation } = secret;
  if (rotation === undefined) return {};
  return {
    RotationEnabled: rotation.enabled,
    RotationLambdaARN: rotation.functionArn,
    RotationRules: rulesOnTheWire(secret, rotation),
    LastRotatedDate: rotation.enabled ? wireDate(rotation.lastRotatedAt) : undefined,
    NextRotationDate: rotation.enabled ? wireDate(nextRotationAt(secret, rotation)) : undefined,
  };
}
