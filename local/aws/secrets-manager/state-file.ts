import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Secret, SecretVersion, State } from "./state";

/** What stands in the file. It holds secret values: so does the service's own disk. */
interface StoredState {
  readonly format: typeof FORMAT;
  readonly secrets: readonly StoredSecret[];
  /** By Region. */
  readonly elsewhere?: Readonly<Record<string, readonly StoredSecret[]>>;
}

type StoredSecret = Omit<Secret, "versions"> & { readonly versions: readonly SecretVersion[] };

const FORMAT = "secrets-manager-1";

/** Writes the state whole or not at all, readable by this user only. */
export function writeState(file: string, state: State): void {
  const elsewhere = [...(state.elsewhere ?? [])].map(([region, secrets]) => [region, toStored(secrets)] as const);
  const stored: StoredState = {
    format: FORMAT,
    secrets: toStored(state.secrets),
    elsewhere: Object.fromEntries(elsewhere),
  };
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(stored), { mode: 0o600 });
  renameSync(unfinished, file);
}

/** Reads what {@link writeState} wrote; no secrets where there is no file. Throws when the file is anything else, without quoting it. */
export function readState(file: string): State {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { secrets: new Map() };
    throw error;
  }
  const stored = parse(text);
  if (stored?.format !== FORMAT) {
    throw new Error(`${file} does not hold the state of a Secrets Manager that this version can read; remove it`);
  }
  const elsewhere = Object.entries(stored.elsewhere ?? {}).map(
    ([region, secrets]) => [region, fromStored(secrets)] as const,
  );
  return { secrets: fromStored(stored.secrets), elsewhere: new Map(elsewhere) };
}

function toStored(secrets: State["secrets"]): readonly StoredSecret[] {
  return [...secrets.values()].map((secret) => ({ ...secret, versions: [...secret.versions.values()] }));
}

function fromStored(secrets: readonly StoredSecret[]): State["secrets"] {
  return new Map(
    secrets.map((secret) => [
      secret.name,
      { ...secret, versions: new Map(secret.versions.map((version) => [version.id, version])) },
    ]),
  );
}

function parse(text: string): StoredState | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the error would quote the text
  }
}
