import { limitExceeded } from "./errors";
import { AWSCURRENT, AWSPENDING, AWSPREVIOUS, type Secret, type SecretVersion } from "./state";

/** Quota "Staging labels attached across all versions of a secret": userguide/reference_limits.html. */
export const MAX_LABELS = 20;

/** The one version that holds a label: a label is attached to at most one version at a time. */
export function versionWith(secret: Secret, label: string): SecretVersion | undefined {
  for (const version of secret.versions.values()) {
    if (version.labels.includes(label)) return version;
  }
  return undefined;
}

export function removeLabel(version: SecretVersion, label: string): void {
  version.labels = version.labels.filter((attached) => attached !== label);
}

/** Attaches a label to `version` and takes it from whichever version had it. AWSCURRENT has its own function. */
export function moveLabel(secret: Secret, label: string, version: SecretVersion): void {
  for (const other of secret.versions.values()) removeLabel(other, label);
  version.labels = [...version.labels, label].sort();
}

/**
 * Moves AWSCURRENT to `version`. AWSPREVIOUS follows to the version that AWSCURRENT was removed from
 * (API_UpdateSecretVersionStage, API_PutSecretValue).
 *
 * @returns the version that was current before, if there was another one.
 */
export function moveCurrent(secret: Secret, version: SecretVersion, now: number): SecretVersion | undefined {
  const before = versionWith(secret, AWSCURRENT);
  if (before === version) return undefined;
  moveLabel(secret, AWSCURRENT, version);
  if (before !== undefined) moveLabel(secret, AWSPREVIOUS, before);
  secret.currentSince = now;
  return before;
}

/**
 * The label movement of PutSecretValue and UpdateSecret: every label moves to `version`.
 *
 * Recorded from the service, not documented: a version that loses AWSCURRENT in this way loses AWSPENDING as well (the
 * label that a finished rotation may leave behind), so that a manual update does not block the next rotation.
 */
export function moveLabelsOfNewValue(
  secret: Secret,
  labels: readonly string[],
  version: SecretVersion,
  now: number,
): void {
  for (const label of labels) {
    if (label !== AWSCURRENT) moveLabel(secret, label, version);
  }
  if (labels.includes(AWSCURRENT)) {
    const before = moveCurrent(secret, version, now);
    if (before !== undefined) removeLabel(before, AWSPENDING);
  }
}

/** Refuses what would exceed the quota. To be asked before anything is changed. */
export function checkLabelQuota(secret: Secret, added: readonly string[]): void {
  const labels = new Set(added);
  for (const version of secret.versions.values()) {
    for (const label of version.labels) labels.add(label);
  }
  if (labels.size > MAX_LABELS) {
    throw limitExceeded(
      `A secret can have ${MAX_LABELS} staging labels across all its versions; this request would make ${labels.size}.`,
    );
  }
}
