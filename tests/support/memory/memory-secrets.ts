import { RotationError } from "../../../rotation-fn/errors";
import type {
  NewVersion,
  SecretDescription,
  SecretStore,
  StagingLabel,
  VersionSelector,
} from "../../../rotation-fn/ports/secret-store";

interface Version {
  readonly value: string | undefined;
  readonly labels: readonly StagingLabel[];
}

type Versions = ReadonlyMap<string, Version>;

interface Secret {
  readonly tags: ReadonlyMap<string, string>;
  /** Undefined until rotation is configured for the first time. */
  readonly rotationEnabled: boolean | undefined;
  readonly hasRotated: boolean;
  readonly versions: Versions;
}

/** All secrets at one moment, and as they were before the last write. Neither ever changes. */
interface Snapshot {
  readonly now: ReadonlyMap<string, Secret>;
  readonly before: ReadonlyMap<string, Secret>;
}

/**
 * Secrets Manager as the function sees it, in memory: so that a hundred thousand rotations take minutes. What it does with versions and
 * labels is held against the emulator by tests/contracts/memory-ports.slow.test.ts. Its time stands still.
 */
export class MemorySecrets {
  private now: ReadonlyMap<string, Secret> = new Map();
  private before: ReadonlyMap<string, Secret> = new Map();

  add(secretId: string, value: string | undefined, tags: Readonly<Record<string, string>> = {}): void {
    const first: Version = { value, labels: ["AWSCURRENT"] };
    const versions: Versions = new Map(value === undefined ? [] : [["first".padEnd(32, "-"), first]]);
    const secret = { tags: new Map(Object.entries(tags)), rotationEnabled: undefined, hasRotated: false, versions };
    this.now = new Map([...this.now, [secretId, secret]]);
  }

  /** What RotateSecret does before it calls the function: a version without a value, with AWSPENDING. */
  begin(secretId: string, token: string): void {
    const versions = new Map(withoutLabel(this.secretOf(secretId).versions, "AWSPENDING"));
    versions.set(token, { value: undefined, labels: ["AWSPENDING"] });
    this.write(secretId, { rotationEnabled: true, versions });
  }

  /** What CancelRotateSecret does: rotation is off, and no version is pending. */
  cancel(secretId: string): void {
    const versions = withoutLabel(this.secretOf(secretId).versions, "AWSPENDING");
    this.write(secretId, { rotationEnabled: false, versions });
  }

  /** What an operator does: AWSCURRENT goes back to AWSPREVIOUS, and no version is pending. */
  rollBack(secretId: string): void {
    const [from, to, pending] = (["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"] as const).map((label) =>
      this.versionOf(secretId, label),
    );
    if (pending !== undefined) this.removeLabel(secretId, "AWSPENDING", pending);
    this.moveCurrent(secretId, to ?? "", from);
  }

  tag(secretId: string, key: string, value: string): void {
    this.write(secretId, { tags: new Map([...this.secretOf(secretId).tags, [key, value]]) });
  }

  snapshot(): Snapshot {
    return { now: this.now, before: this.before };
  }

  restore({ now, before }: Snapshot): void {
    this.now = now;
    this.before = before;
  }

  /** The value of a version by its label, or undefined. */
  valueOf(secretId: string, label: StagingLabel): string | undefined {
    return labelled(this.secretOf(secretId), label)?.[1].value;
  }

  /** The id of the version with a label, or undefined. */
  versionOf(secretId: string, label: StagingLabel): string | undefined {
    return labelled(this.secretOf(secretId), label)?.[0];
  }

  labelsOf(secretId: string, versionId: string): readonly StagingLabel[] {
    return this.secretOf(secretId).versions.get(versionId)?.labels ?? [];
  }

  countOf(secretId: string): number {
    return this.secretOf(secretId).versions.size;
  }

  /** The values of all versions that have one, with their labels. */
  values(secretId: string): readonly { readonly value: string; readonly labels: readonly StagingLabel[] }[] {
    return [...this.secretOf(secretId).versions.values()].flatMap(({ value, labels }) =>
      value === undefined ? [] : [{ value, labels }],
    );
  }

  /** The port. `isStale` decides of each read whether it sees what was there before the last write. */
  store(isStale: () => boolean = () => false): SecretStore {
    const seen = (secretId: string): Secret =>
      (isStale() ? this.before.get(secretId) : undefined) ?? this.secretOf(secretId);
    return {
      describe: async (secretId) => descriptionOf(secretId, seen(secretId)),
      read: async (secretId, selector) => readFrom(secretId, seen(secretId), selector),
      versionMadeAt: async (secretId, versionId) =>
        this.secretOf(secretId).versions.get(versionId)?.value === undefined ? undefined : new Date(0),
      store: async (version) => this.put(version),
      moveCurrent: async (secretId, to, from) => this.moveCurrent(secretId, to, from),
      removeLabel: async (secretId, label, from) => this.removeLabel(secretId, label, from),
      rotate: async () => undefined,
    };
  }

  private write(secretId: string, change: Partial<Secret>): void {
    const secret = { ...this.secretOf(secretId), ...change };
    this.before = this.now;
    this.now = new Map([...this.now, [secretId, secret]]);
  }

  private put({ secretId, versionId, value, label }: NewVersion): void {
    const secret = this.secretOf(secretId);
    const stored = secret.versions.get(versionId);
    if (stored?.value === value) {
      this.write(secretId, {});
      return;
    }
    if (stored?.value !== undefined) throw refused("version_already_exists", "the version holds another value");
    const [currentId] = labelled(secret, "AWSCURRENT") ?? [];
    // The first version of all is AWSCURRENT, too: API_PutSecretValue.
    const added: readonly StagingLabel[] = secret.versions.size === 0 ? [label, "AWSCURRENT"] : [label];
    let versions = new Map(withoutLabel(secret.versions, label));
    versions.set(versionId, { value, labels: [...new Set([...(stored?.labels ?? []), ...added])] });
    if (label === "AWSCURRENT" && currentId !== undefined && currentId !== versionId)
      versions = withPrevious(versions, currentId, "AWSPENDING");
    this.write(secretId, { versions });
  }

  private moveCurrent(secretId: string, to: string, from: string | undefined): void {
    const secret = this.secretOf(secretId);
    const [currentId] = labelled(secret, "AWSCURRENT") ?? [];
    const target = secret.versions.get(to);
    if (target === undefined || (currentId !== undefined && from !== currentId))
      throw refused("secrets_manager_refused", "AWSCURRENT is not where it was said to be");
    if (currentId === to) {
      this.write(secretId, {});
      return;
    }
    const versions = new Map(secret.versions).set(to, { ...target, labels: [...target.labels, "AWSCURRENT"] });
    if (currentId === undefined) {
      this.write(secretId, { versions });
      return;
    }
    this.write(secretId, { versions: withPrevious(versions, currentId, "AWSCURRENT"), hasRotated: true });
  }

  private removeLabel(secretId: string, label: StagingLabel, from: string): void {
    const { versions } = this.secretOf(secretId);
    if (versions.get(from)?.labels.includes(label) !== true)
      throw refused("secrets_manager_refused", `${label} is not there`);
    this.write(secretId, { versions: withoutLabel(versions, label) });
  }

  private secretOf(secretId: string): Secret {
    const secret = this.now.get(secretId);
    if (secret === undefined) throw refused("secret_not_found", `there is no secret ${secretId}`);
    return secret;
  }
}

function withoutLabel(versions: Versions, label: StagingLabel): Versions {
  return new Map(
    [...versions].map(([id, { value, labels }]) => [id, { value, labels: labels.filter((other) => other !== label) }]),
  );
}

/** AWSPREVIOUS goes to the version that AWSCURRENT was taken from, which loses `lost`. */
function withPrevious(versions: Versions, formerId: string, lost: StagingLabel): Map<string, Version> {
  const moved = new Map(withoutLabel(versions, "AWSPREVIOUS"));
  const { value, labels } = versions.get(formerId) ?? { value: undefined, labels: [] };
  const kept = labels.filter((label) => label !== lost && label !== "AWSPREVIOUS");
  return moved.set(formerId, { value, labels: [...kept, "AWSPREVIOUS"] });
}

function descriptionOf(secretId: string, { tags, rotationEnabled, hasRotated, versions }: Secret): SecretDescription {
  return {
    arn: secretId,
    name: secretId,
    rotationEnabled,
    createdAt: new Date(0),
    lastChangedAt: new Date(0),
    lastRotatedAt: hasRotated ? new Date(0) : undefined,
    nextRotationAt: undefined,
    rotateEveryDays: 1,
    deleted: false,
    tags,
    labels: new Map([...versions].flatMap(([id, { labels }]) => (labels.length === 0 ? [] : [[id, [...labels]]]))),
  };
}

function readFrom(secretId: string, secret: Secret, { versionId, label }: VersionSelector): string {
  const found = versionId === undefined ? labelled(secret, label ?? "AWSCURRENT")?.[1] : secret.versions.get(versionId);
  // "You provided a VersionStage that is not associated to the provided VersionId."
  if (versionId !== undefined && label !== undefined && found?.labels.includes(label) === false)
    throw refused("secrets_manager_refused", `the version ${versionId} has not the label ${label}`);
  if (found?.value === undefined)
    throw refused("version_not_found", `${secretId} has no value ${label ?? ""} ${versionId ?? ""}`);
  return found.value;
}

function labelled({ versions }: Secret, label: StagingLabel): readonly [string, Version] | undefined {
  for (const entry of versions) if (entry[1].labels.includes(label)) return entry;
  return undefined;
}

function refused(
  code: "secret_not_found" | "version_not_found" | "version_already_exists" | "secrets_manager_refused",
  problem: string,
): RotationError {
  return new RotationError(code, { problem, remedy: "none: this is a test" }, { effect: "none" });
}
