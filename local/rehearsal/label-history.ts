import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ReadCredential } from "../load/credential-reader";
import type { LabelSpan, StagingLabel } from "./record";

/** Follows which version carries which label of one secret. */
export interface LabelHistory {
  /** Asks the service and notes what has changed since the last time, as having changed at `atMs`. */
  observe(atMs: number): Promise<void>;
  /** All spans so far, in the order in which they began; an open one has no `toMs`. */
  spans(): readonly LabelSpan[];
}

type Carriers = ReadonlyMap<StagingLabel, { readonly versionId: string; readonly username: string }>;

/** Starts a history. `read` must be able to read any version: that is how the user behind a version is known. */
export function labelHistory(
  secretsManager: SecretsManagerClient,
  secretId: string,
  read: ReadCredential,
): LabelHistory {
  const closed: LabelSpan[] = [];
  let open: LabelSpan[] = [];
  const usernames = new Map<string, string>();

  const usernameOf = async (versionId: string): Promise<string | undefined> => {
    const known = usernames.get(versionId);
    if (known !== undefined) return known;
    // The empty version that RotateSecret makes has nothing to read: no credential is pending yet.
    const username = await read(versionId).then(
      (credential) => credential.username,
      () => undefined,
    );
    if (username !== undefined) usernames.set(versionId, username);
    return username;
  };

  const carriers = async (): Promise<Carriers> => {
    const answer = await secretsManager.send(new DescribeSecretCommand({ SecretId: secretId }));
    const found = new Map<StagingLabel, { versionId: string; username: string }>();
    for (const [versionId, labels] of Object.entries(answer.VersionIdsToStages ?? {})) {
      const username = await usernameOf(versionId);
      if (username === undefined) continue;
      for (const label of meaningfulLabels(labels)) found.set(label, { versionId, username });
    }
    return found;
  };

  return {
    async observe(atMs) {
      const now = await carriers();
      const isStill = (span: LabelSpan) => now.get(span.label)?.versionId === span.versionId;
      closed.push(...open.filter((span) => !isStill(span)).map((span) => ({ ...span, toMs: atMs })));
      open = open.filter(isStill);
      for (const [label, carrier] of now) {
        if (!open.some((span) => span.label === label)) open.push({ label, ...carrier, fromMs: atMs });
      }
    },
    spans: () => [...closed, ...open].sort((one, other) => one.fromMs - other.fromMs),
  };
}

/** A finished rotation may leave AWSPENDING on the version that is AWSCURRENT; then nothing is pending. */
function meaningfulLabels(labels: readonly string[]): StagingLabel[] {
  const isCurrent = labels.includes("AWSCURRENT");
  return labels.filter(
    (label): label is StagingLabel =>
      label === "AWSCURRENT" || label === "AWSPREVIOUS" || (label === "AWSPENDING" && !isCurrent),
  );
}
