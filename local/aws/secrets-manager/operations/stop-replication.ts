import { invalidParameter } from "../errors";
import { secretOperation } from "./operation";

/**
 * API_StopReplicationToReplica: called in the Region of the replica, which becomes a secret of its own there, with the same name, values
 * and labels and without rotation. Not documented: the error for a secret that is no replica.
 */
export const stopReplicationToReplica = secretOperation({}, ({ secret, context, now }) => {
  if (secret.primaryRegion === undefined || context.promote === undefined) {
    throw invalidParameter("The secret is not a replica: call this in the Region of the replica.");
  }
  const promoted = context.promote(secret);
  promoted.changedAt = now;
  return { ARN: promoted.arn };
});
