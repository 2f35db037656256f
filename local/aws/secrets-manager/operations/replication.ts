import { z } from "zod";
import { invalidParameter } from "../errors";
import { kmsKeyId } from "../input";
import { isTakenIn } from "../other-regions";
import type { Replica, Secret } from "../state";
import { type OperationContext, type Reply, secretOperation } from "./operation";

/** API_ReplicaRegionType; the pattern is that of the API reference. */
const region = z
  .string()
  .max(128)
  .regex(/^([a-z]+-)+\d+$/);
export const replicaRegions = z.array(z.object({ Region: region, KmsKeyId: kmsKeyId.optional() })).min(1);

/** The name of the managed key, as a status writes it (CLI reference, replicate-secret-to-regions, example). */
const MANAGED_KEY = "alias/aws/secretsmanager";

/**
 * API_ReplicateSecretToRegions. The answer says InProgress; every later one says InSync, or Failed where another secret has the name in
 * that Region and `ForceOverwriteReplicaSecret` is not given.
 */
export const replicateSecretToRegions = secretOperation(
  { AddReplicaRegions: replicaRegions, ForceOverwriteReplicaSecret: z.boolean().optional() },
  ({ secret, request, context, now }) => {
    const status = addReplicas(secret, request.AddReplicaRegions, request.ForceOverwriteReplicaSecret, context);
    secret.changedAt = now;
    return { ARN: secret.arn, ReplicationStatus: status };
  },
);

/** API_RemoveRegionsFromReplication. Not documented: a Region without a replica; it is passed over. */
export const removeRegionsFromReplication = secretOperation(
  { RemoveReplicaRegions: z.array(region).min(1) },
  ({ secret, request, now }) => {
    secret.replicas = (secret.replicas ?? []).filter(
      (replica) => !request.RemoveReplicaRegions.includes(replica.region),
    );
    secret.changedAt = now;
    return { ARN: secret.arn, ReplicationStatus: replicationStatus(secret) };
  },
);

/** Adds replicas, or refuses all of them. Returns the status of every replica; a new one is InProgress. */
export function addReplicas(
  secret: Secret,
  wanted: z.output<typeof replicaRegions>,
  isForced: boolean | undefined,
  context: Pick<OperationContext, "region" | "state">,
): readonly Reply[] {
  const present = secret.replicas ?? [];
  const added = wanted.map(({ Region, KmsKeyId }): Replica => {
    const isFailed = isForced !== true && isTakenIn(context.state, Region, secret.name);
    return { region: Region, kmsKeyId: KmsKeyId || undefined, ...(isFailed ? { isFailed } : {}) };
  });
  const taken = new Set([context.region, ...present.map((replica) => replica.region)]);
  for (const replica of added) {
    // Not documented: the error for the secret's own Region, or for one that has a replica already; assumed to be refused.
    if (taken.has(replica.region)) throw invalidParameter("Invalid replica region.");
    taken.add(replica.region);
  }
  // "the secret that has the same name in the Region is overwritten"
  if (isForced) for (const { region } of added) context.state.elsewhere?.get(region)?.delete(secret.name);
  secret.replicas = [...present, ...added];
  return [
    ...present.map((replica) => statusOf(secret, replica)),
    ...added.map((replica) => ({ ...common(replica), Status: "InProgress" })),
  ];
}

/** API_DescribeSecret, ReplicationStatus. */
export function replicationStatus(secret: Secret): readonly Reply[] {
  return (secret.replicas ?? []).map((replica) => statusOf(secret, replica));
}

/** Refuses the deletion of a secret that has replicas (API_DeleteSecret: "You must first delete the replicas"). */
export function refuseReplicated({ arn, replicas = [] }: Secret): void {
  if (replicas.length === 0) return;
  const regions = replicas.map((replica) => replica.region).join(", ");
  throw invalidParameter(`You can't delete secret ${arn} that still has replica regions [${regions}]`);
}

const common = (replica: Replica): Reply => ({ Region: replica.region, KmsKeyId: replica.kmsKeyId ?? MANAGED_KEY });

function statusOf({ name }: Secret, replica: Replica): Reply {
  if (replica.isFailed) {
    const StatusMessage = `Replication failed: Secret name ${name} already exists in region ${replica.region}.`;
    return { ...common(replica), Status: "Failed", StatusMessage };
  }
  return { ...common(replica), Status: "InSync", StatusMessage: "Replication succeeded" };
}
