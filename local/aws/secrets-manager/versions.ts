import { limitExceeded } from "./errors";
import { DAY_MS, type Secret, type SecretValue, type SecretVersion } from "./state";

/** Quota "Versions per secret": userguide/reference_limits.html. */
export const MAX_VERSIONS = 100;

/**
 * Adds a version without labels and makes room for it first.
 *
 * Documented (API_PutSecretValue, userguide/reference_limits.html): the service removes versions without labels when
 * there are more than 100, never those of the last 24 hours, and a secret that is written faster than that reaches the
 * quota. Assumed: the oldest goes first, and it is the version after the hundredth that is refused (the harder reading).
 */
export function addVersion(secret: Secret, id: string, value: SecretValue | undefined, now: number): SecretVersion {
  makeRoom(secret, now);
  const version: SecretVersion = { id, createdAt: now, value, labels: [], accessedAt: undefined };
  secret.versions.set(id, version);
  secret.changedAt = now;
  return version;
}

function makeRoom(secret: Secret, now: number): void {
  // A Map iterates in order of insertion: oldest first.
  for (const version of secret.versions.values()) {
    if (secret.versions.size < MAX_VERSIONS) return;
    if (version.labels.length === 0 && now - version.createdAt > DAY_MS) secret.versions.delete(version.id);
  }
  if (secret.versions.size >= MAX_VERSIONS) {
    throw limitExceeded(
      `A secret can have ${MAX_VERSIONS} versions and versions of the last 24 hours are not removed. ` +
        "Write the secret less often than once in 10 minutes.",
    );
  }
}
