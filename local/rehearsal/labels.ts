import type { LabelSpan, LabelUsers, SecretRecord, StagingLabel } from "./record";

/** Which user each label named at `atMs`; both ends of a span belong to it and the later span wins. */
export function labelUsersAt(labels: readonly LabelSpan[], atMs: number): LabelUsers {
  const users: Partial<Record<StagingLabel, string>> = {};
  for (const span of labels) {
    if (span.fromMs <= atMs && atMs < (span.toMs ?? Number.POSITIVE_INFINITY)) users[span.label] = span.username;
  }
  return users;
}

/**
 * For how long a version had not been AWSCURRENT at `atMs`, in milliseconds; 0 while it is AWSCURRENT (and for a version that
 * never was, which no client can have read).
 */
export function replacedForMs(labels: readonly LabelSpan[], versionId: string, atMs: number): number {
  const current = labels.find((span) => span.label === "AWSCURRENT" && span.versionId === versionId);
  return current?.toMs === undefined ? 0 : Math.max(0, atMs - current.toMs);
}

/** 1 for the first version of the secret, 2 for the next: shorter to read than a version id. */
export function versionNumbers(labels: readonly LabelSpan[]): ReadonlyMap<string, number> {
  const inOrder = [...labels].sort((one, other) => one.fromMs - other.fromMs).map((span) => span.versionId);
  return new Map([...new Set(inOrder)].map((versionId, index) => [versionId, index + 1]));
}

/** The oldest credential that a login still succeeded with. */
export interface OldestCredential {
  readonly secret: string;
  readonly client: string;
  readonly username: string;
  /** Milliseconds between the moment when it stopped being AWSCURRENT and the login. */
  readonly replacedForMs: number;
}

/** The successful login with the credential that had been replaced for longest; undefined when every one was AWSCURRENT. */
export function oldestCredential(secrets: readonly SecretRecord[]): OldestCredential | undefined {
  let oldest: OldestCredential | undefined;
  for (const secret of secrets) {
    for (const login of secret.logins) {
      if (!login.outcome.ok) continue;
      const age = replacedForMs(secret.labels, login.versionId, login.atMs);
      if (age > (oldest?.replacedForMs ?? 0)) {
        oldest = { secret: secret.name, client: login.client, username: login.username, replacedForMs: age };
      }
    }
  }
  return oldest;
}
