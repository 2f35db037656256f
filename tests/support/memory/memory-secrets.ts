import { RotationError } from "../../../rotation-fn/errors";
import type {
  NewVersion,
  SecretDescription,
  SecretStore,
  StagingLabel,
  VersionSelector,
} from "../../../rotation-fn/ports/secret-store";

interface Version {
  value: string | undefined;
  labels: StagingLabel[];
}

interface Secret {
  readonly tags: ReadonlyMap<string, string>;
  readonly versions: Map<string, Version>;
}

/**
 * Secrets Manager as the function sees it, in memory: so that a hundred thousand rotations take minutes. What it does with versions and
 * labels is held against the emulator by tests/contracts/memory-ports.slow.test.ts. Its time stands still.
 */
export class MemorySecrets {
  private secrets = new Map<string, Secret>();
  /** As all secrets were before the last write. */
  private before = new Map<string, Secret>();

  add(secretId: string, value: string | undefined, tags: Readonly<Record<string, string>> = {}): void {
    const versions = new Map<string, Version>();
    if (value !== undefined) versions.set("first".padEnd(32, "-"), { value, labels: ["AWSCURRENT"] });
    this.secrets.set(secretId, { tags: new Map(Object.entries(tags)), versions });
  }

  /** What RotateSecret does before it calls the function: a version without a value, with AWSPENDING. */
  begin(secretId: string, token: string): void {
    const { versions } = this.secretOf(secretId);
    for (const version of versions.values()) version.labels = version.labels.filter((label) => label !== "AWSPENDING");
    versions.set(token, { value: undefined, labels: ["AWSPENDING"] });
  }

  snapshot(): ReadonlyMap<string, Secret> {
    return copyOf(this.secrets);
  }

  restore(snapshot: ReadonlyMap<string, Secret>): void {
    this.secrets = copyOf(snapshot);
    this.before = copyOf(snapshot);
  }

  /** The value of a version by its label, or undefined. */
  valueOf(secretId: string, label: StagingLabel): string | undefined {
    return labelled(this.secretOf(secretId), label)?.[1].value;
  }

  labelsOf(secretId: string, versionId: string): readonly StagingLabel[] {
    return this.secretOf(secretId).versions.get(versionId)?.labels ?? [];
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
      store: async (version) => this.write(() => this.put(version)),
      moveCurrent: async (secretId, to, from) => this.write(() => this.moveCurrent(secretId, to, from)),
      removeLabel: async (secretId, label, from) => this.write(() => this.removeLabel(secretId, label, from)),
      rotate: async () => undefined,
    };
  }

  private write(change: () => void): void {
    const before = copyOf(this.secrets);
    change();
    this.before = before;
  }

  private put({ secretId, versionId, value, label }: NewVersion): void {
    const { versions } = this.secretOf(secretId);
    const stored = versions.get(versionId);
    if (stored?.value === value) return;
    if (stored?.value !== undefined) throw refused("version_already_exists", "the version holds another value");
    const current = labelled(this.secretOf(secretId), "AWSCURRENT");
    for (const version of versions.values()) version.labels = version.labels.filter((other) => other !== label);
    // The first version of all is AWSCURRENT, too: API_PutSecretValue.
    const added: readonly StagingLabel[] = versions.size === 0 ? [label, "AWSCURRENT"] : [label];
    versions.set(versionId, { value, labels: [...new Set([...(stored?.labels ?? []), ...added])] });
    if (label !== "AWSCURRENT" || current === undefined || current[0] === versionId) return;
    this.follow(secretId, current[1]);
    current[1].labels = current[1].labels.filter((other) => other !== "AWSPENDING");
  }

  private moveCurrent(secretId: string, to: string, from: string | undefined): void {
    const secret = this.secretOf(secretId);
    const [currentId, current] = labelled(secret, "AWSCURRENT") ?? [];
    const target = secret.versions.get(to);
    if (target === undefined || (currentId !== undefined && from !== currentId))
      throw refused("secrets_manager_refused", "AWSCURRENT is not where it was said to be");
    if (current === undefined || current === target) return;
    current.labels = current.labels.filter((label) => label !== "AWSCURRENT");
    target.labels = [...target.labels, "AWSCURRENT"];
    this.follow(secretId, current);
  }

  /** AWSPREVIOUS goes to the version that AWSCURRENT was taken from. */
  private follow(secretId: string, former: Version): void {
    for (const version of this.secretOf(secretId).versions.values())
      version.labels = version.labels.filter((label) => label !== "AWSPREVIOUS");
    former.labels = [...former.labels, "AWSPREVIOUS"];
  }

  private removeLabel(secretId: string, label: StagingLabel, from: string): void {
    const version = this.secretOf(secretId).versions.get(from);
    if (version?.labels.includes(label) !== true) throw refused("secrets_manager_refused", `${label} is not there`);
    version.labels = version.labels.filter((other) => other !== label);
  }

  private secretOf(secretId: string): Secret {
    const secret = this.secrets.get(secretId);
    if (secret === undefined) throw refused("secret_not_found", `there is no secret ${secretId}`);
    return secret;
  }
}

function descriptionOf(secretId: string, { tags, versions }: Secret): SecretDescription {
  return {
    arn: secretId,
    name: secretId,
    rotationEnabled: true,
    createdAt: new Date(0),
    lastChangedAt: new Date(0),
    lastRotatedAt: undefined,
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

function labelled({ versions }: Secret, label: StagingLabel): [string, Version] | undefined {
  return [...versions].find(([, { labels }]) => labels.includes(label));
}

function copyOf(secrets: ReadonlyMap<string, Secret>): Map<string, Secret> {
  return new Map(
    [...secrets].map(([id, { tags, versions }]) => [
      id,
      {
        tags,
        versions: new Map([...versions].map(([key, { value, labels }]) => [key, { value, labels: [...labels] }])),
      },
    ]),
  );
}

function refused(
  code: "secret_not_found" | "version_not_found" | "version_already_exists" | "secrets_manager_refused",
  problem: string,
): RotationError {
  return new RotationError(code, { problem, remedy: "none: this is a test" }, { effect: "none" });
}
