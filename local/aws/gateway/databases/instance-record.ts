import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalEngine } from "../../../mysql/program";
import type { DatabaseHost } from "../gateway";

/** What the gateway knows of a DB instance beyond what moto keeps. */
export interface InstanceRecord {
  readonly identifier: string;
  readonly engine: LocalEngine;
  /** `db-…`, which RDS never changes. */
  readonly resourceId: string;
  /** Undefined until the first start; it never changes afterwards, because states and secrets name it. */
  readonly port: number | undefined;
  /** Undefined where it is the first one, which the certificate is made for. */
  readonly host?: DatabaseHost;
  readonly adminUsername: string;
  /** The admin secret that RDS manages; undefined when the configuration gave a password. */
  readonly adminSecretArn: string | undefined;
  readonly adminPassword: string | undefined;
  readonly kmsKeyId: string | undefined;
}

/** The records of all instances, each in a folder with its data. */
export interface InstanceStore {
  all(): readonly InstanceRecord[];
  save(record: InstanceRecord): void;
  /** Removes the record and the data. */
  remove(identifier: string): void;
  dataFolder(identifier: string): string;
}

const RECORD = "instance.json";

/** Identifiers are letters, digits and hyphens (API_CreateDBInstance), so they are file names as they are. */
export function createInstanceStore(folder: string): InstanceStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const folderOf = (identifier: string): string => join(folder, identifier.toLowerCase());
  return {
    all: () =>
      readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name, RECORD), "utf8")) as InstanceRecord),
    save(record) {
      const own = folderOf(record.identifier);
      mkdirSync(own, { recursive: true, mode: 0o700 });
      const unfinished = join(own, `${RECORD}.unfinished`);
      writeFileSync(unfinished, JSON.stringify(record), { mode: 0o600 });
      renameSync(unfinished, join(own, RECORD));
    },
    remove: (identifier) => rmSync(folderOf(identifier), { recursive: true, force: true, maxRetries: 5 }),
    dataFolder: (identifier) => join(folderOf(identifier), "data"),
  };
}
