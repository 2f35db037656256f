import { markedForDeletion, notFound, type ServiceError } from "./errors";
import type { Secret, State } from "./state";

/** Wording recorded from the service. */
const noSuchSecret = (): ServiceError => notFound("secret.");

/**
 * The secret that a `SecretId` names: a name, a full ARN, or an ARN without its random end.
 *
 * An ARN that ends in a hyphen and six characters is always read as a full one, which is why the documentation advises
 * against names that end so (userguide/troubleshoot.html#ARN_secretnamehyphen): such a secret cannot be found by a
 * partial ARN.
 */
export function findSecret(state: State, secretId: string, now: number): Secret {
  const secret = findSecretIfAny(state, secretId, now);
  if (secret === undefined) throw noSuchSecret();
  return secret;
}

export function findSecretIfAny(state: State, secretId: string, now: number): Secret | undefined {
  return unexpired(state, lookUp(state, secretId), now);
}

/** As {@link findSecret}; refuses a secret in its recovery window. */
export function findUsableSecret(state: State, secretId: string, now: number): Secret {
  const secret = findSecret(state, secretId, now);
  if (secret.deletionAt !== undefined) throw markedForDeletion();
  return secret;
}

/** The holder of a name, secrets in their recovery window included. */
export function findByName(state: State, name: string, now: number): Secret | undefined {
  return unexpired(state, state.secrets.get(name), now);
}

const RANDOM_END = /-[A-Za-z0-9]{6}$/;

function lookUp(state: State, secretId: string): Secret | undefined {
  if (!secretId.startsWith("arn:")) return state.secrets.get(secretId);
  const isFullArn = RANDOM_END.test(secretId);
  for (const secret of state.secrets.values()) {
    if (secret.arn === (isFullArn ? secretId : `${secretId}${secret.arn.slice(-7)}`)) return secret;
  }
  return undefined;
}

/** Deletes a secret whose recovery window has ended. The service does it some time later; here it is when one looks. */
function unexpired(state: State, secret: Secret | undefined, now: number): Secret | undefined {
  if (secret?.deletionAt === undefined || secret.deletionAt > now) return secret;
  state.secrets.delete(secret.name);
  return undefined;
}
