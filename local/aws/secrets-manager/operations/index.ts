import { batchGetSecretValue } from "./batch-get-secret-value";
import { cancelRotateSecret } from "./cancel-rotate-secret";
import { createSecret } from "./create-secret";
import { deleteSecret, restoreSecret } from "./delete-secret";
import { describeSecret } from "./describe-secret";
import { getRandomPassword } from "./get-random-password";
import { getSecretValue } from "./get-secret-value";
import { listSecretVersionIds } from "./list-secret-version-ids";
import { listSecrets } from "./list-secrets";
import type { Operation } from "./operation";
import { putSecretValue } from "./put-secret-value";
import { removeRegionsFromReplication, replicateSecretToRegions } from "./replication";
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy, validateResourcePolicy } from "./resource-policy";
import { rotateSecret } from "./rotate-secret";
import { stopReplicationToReplica } from "./stop-replication";
import { tagResource, untagResource } from "./tags";
import { updateSecret } from "./update-secret";
import { updateSecretVersionStage } from "./update-secret-version-stage";

/** Every operation that is offered, by the name in the `X-Amz-Target` header. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    BatchGetSecretValue: batchGetSecretValue,
    CancelRotateSecret: cancelRotateSecret,
    CreateSecret: createSecret,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteSecret: deleteSecret,
    DescribeSecret: describeSecret,
    GetRandomPassword: getRandomPassword,
    GetResourcePolicy: getResourcePolicy,
    GetSecretValue: getSecretValue,
    ListSecretVersionIds: listSecretVersionIds,
    ListSecrets: listSecrets,
    PutResourcePolicy: putResourcePolicy,
    PutSecretValue: putSecretValue,
    RemoveRegionsFromReplication: removeRegionsFromReplication,
    ReplicateSecretToRegions: replicateSecretToRegions,
    RestoreSecret: restoreSecret,
    RotateSecret: rotateSecret,
    StopReplicationToReplica: stopReplicationToReplica,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateSecret: updateSecret,
    UpdateSecretVersionStage: updateSecretVersionStage,
    ValidateResourcePolicy: validateResourcePolicy,
  }),
);
