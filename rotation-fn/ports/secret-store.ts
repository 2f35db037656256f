/** A secret's metadata, as DescribeSecret gives it. */
export interface SecretDescription {
  readonly arn: string;
  readonly name: string;
  /** Absent until rotation is configured for the first time. */
  readonly rotationEnabled: boolean | undefined;
  readonly createdAt: Date | undefined;
  /** The last change of any kind: of the value, a label, a tag, the rotation. */
  readonly lastChangedAt: Date | undefined;
  readonly lastRotatedAt: Date | undefined;
  /** The end of the next window; in the past when rotation has failed since. */
  readonly nextRotationAt: Date | undefined;
  /** The days between two rotations, as far as the service tells them. */
  readonly rotateEveryDays: number | undefined;
  /** True once deletion was requested and the recovery window runs. */
  readonly deleted: boolean;
  readonly tags: ReadonlyMap<string, string>;
  /** Version id -> its staging labels. Versions without labels are left out. */
  readonly labels: ReadonlyMap<string, readonly StagingLabel[]>;
}

/** AWSCURRENT, AWSPENDING, AWSPREVIOUS; people may add labels of their own. */
export type StagingLabel = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS" | (string & {});

/** The version that carries a label, if one does. */
export function versionLabelled(secret: SecretDescription, label: StagingLabel): string | undefined {
  for (const [versionId, labels] of secret.labels) {
    if (labels.includes(label)) return versionId;
  }
  return undefined;
}

/** The version that a rotation has begun and not ended. A finished rotation may leave AWSPENDING on what is AWSCURRENT now. */
export function unfinishedVersion(secret: SecretDescription): string | undefined {
  const pending = versionLabelled(secret, "AWSPENDING");
  return pending !== undefined && secret.labels.get(pending)?.includes("AWSCURRENT") ? undefined : pending;
}

/** Which version of a secret is meant: by label, or by id (and then, where given, it must carry the label as well). */
export interface VersionSelector {
  readonly versionId?: string;
  readonly label?: StagingLabel;
}

/** A version of a secret that is stored with its label in one call. */
export interface NewVersion {
  readonly secretId: string;
  /** Becomes the version's id. Storing the same value again under it does nothing; another value is refused. */
  readonly versionId: string;
  readonly value: string;
  readonly label: StagingLabel;
  /** Proof that Secrets Manager itself started this rotation; needed when the caller assumed a role of another account. */
  readonly rotationToken?: string | undefined;
}

/** Secrets Manager. Every method throws a `RotationError` and nothing else. */
export interface SecretStore {
  /** Throws `secret_not_found`. */
  describe(secretId: string): Promise<SecretDescription>;
  /** The text of a version. Throws `version_not_found` when there is none, or when it has no value yet. */
  read(secretId: string, selector: VersionSelector): Promise<string>;
  /** When a version was made. Undefined while it has no value yet. */
  versionMadeAt(secretId: string, versionId: string): Promise<Date | undefined>;
  /** Throws `version_already_exists` when the version holds another value: the first one wins. */
  store(version: NewVersion): Promise<void>;
  /** Moves AWSCURRENT; Secrets Manager moves AWSPREVIOUS along. `fromVersionId` must be where the label is now. */
  moveCurrent(secretId: string, toVersionId: string, fromVersionId: string | undefined): Promise<void>;
  /** Takes a label from the version that has it. */
  removeLabel(secretId: string, label: StagingLabel, fromVersionId: string): Promise<void>;
  /** Starts a rotation, or asks for one that got stuck to be tried again. */
  rotate(secretId: string): Promise<void>;
}
