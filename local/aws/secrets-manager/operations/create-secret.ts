import { randomInt } from "node:crypto";
import { z } from "zod";
import { invalidRequest, ServiceError } from "../errors";
import { findByName } from "../find-secret";
import { description, kmsKeyId, requireToken, tags, token, value } from "../input";
import { moveLabelsOfNewValue } from "../labels";
import { sameValue, valueIn } from "../secret-value";
import { AWSCURRENT, type Secret } from "../state";
import { addVersion } from "../versions";
import { nameAndArn, type OperationContext, operation, type Reply } from "./operation";
import { tokenInUse } from "./put-secret-value";
import { addReplicas, replicaRegions, replicationStatus } from "./replication";

const input = z.object({
  Name: z.string().min(1).max(512),
  ClientRequestToken: token,
  Description: description.optional(),
  KmsKeyId: kmsKeyId.optional(),
  Tags: tags.optional(),
  AddReplicaRegions: replicaRegions.optional(),
  ForceOverwriteReplicaSecret: z.boolean().optional(),
  ...value,
});

/** "The naming convention for managed secrets includes the ID of the service that manages them" (userguide/service-linked-secrets.html). */
const OWNED_NAME = /^([a-z-]+)!/;

const NAME = /^[A-Za-z0-9/_+=.@!-]+$/;

/** API_CreateSecret. Managed external secrets are not offered. */
export const createSecret = operation(input, (request, context) => {
  const versionId = requireToken(request.ClientRequestToken);
  const secretValue = valueIn(request);
  if (!NAME.test(request.Name)) {
    // Type and wording recorded from the service.
    throw new ServiceError(
      "ValidationException",
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    );
  }
  const now = context.now();
  const existing = findByName(context.state, request.Name, now);
  if (existing !== undefined) return replyToRepeated(existing, versionId, secretValue);

  const secret: Secret = {
    arn: newArn(context, request.Name),
    name: request.Name,
    createdAt: now,
    changedAt: now,
    accessedAt: undefined,
    description: request.Description || undefined,
    kmsKeyId: request.KmsKeyId || undefined,
    tags: request.Tags,
    policy: undefined,
    owningService: OWNED_NAME.exec(request.Name)?.[1],
    deletionAt: undefined,
    currentSince: undefined,
    rotation: undefined,
    versions: new Map(),
  };
  const replicas =
    request.AddReplicaRegions &&
    addReplicas(secret, request.AddReplicaRegions, request.ForceOverwriteReplicaSecret, context);
  if (secretValue !== undefined) {
    const version = addVersion(secret, versionId, secretValue, now);
    moveLabelsOfNewValue(secret, [AWSCURRENT], version, now);
  }
  context.state.secrets.set(secret.name, secret);
  return {
    ...nameAndArn(secret),
    VersionId: secretValue === undefined ? undefined : versionId,
    ReplicationStatus: replicas,
  };
});

/** "If a version with this value already exists and the values are the same, then the request is ignored." */
function replyToRepeated(existing: Secret, versionId: string, secretValue: ReturnType<typeof valueIn>): Reply {
  if (existing.deletionAt !== undefined) {
    // Wording recorded; the Terraform provider waits for it to stop.
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const version = existing.versions.get(versionId);
  if (version?.value !== undefined && secretValue !== undefined) {
    // Wording verified on AWS (getmoto/moto, test_create_different_secret_with_same_token).
    if (!sameValue(version.value, secretValue)) throw tokenInUse(existing, versionId);
    const replicas = replicationStatus(existing);
    const ReplicationStatus = replicas.length === 0 ? undefined : replicas;
    return { ...nameAndArn(existing), VersionId: versionId, ReplicationStatus };
  }
  throw new ServiceError(
    "ResourceExistsException",
    `The operation failed because the secret ${existing.name} already exists.`,
  );
}

const ARN_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Six random characters keep a new secret of an old name apart from the old one (API_CreateSecret, ARN). */
export function newArn(context: Pick<OperationContext, "region" | "accountId">, name: string): string {
  const end = Array.from({ length: 6 }, () => ARN_CHARACTERS[randomInt(ARN_CHARACTERS.length)]).join("");
  return `arn:aws:secretsmanager:${context.region}:${context.accountId}:secret:${name}-${end}`;
}
