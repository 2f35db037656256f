import { setTimeout as delay } from "node:timers/promises";
import { adminPasswordStatement } from "../../../mysql/accounts";
import type { CertificateAuthority } from "../../../mysql/certificates";
import { connect, type Login, runStatements } from "../../../mysql/connection";
import { ENGINE_TITLES } from "../../../mysql/program";
import { GIVEN, startMysql } from "../../../mysql/start";
import { type DatabaseServer, databaseServer } from "./database-server";
import { DATABASE_HOST } from "./instance-answer";
import type { InstanceRecord, InstanceStore } from "./instance-record";
import { type ServerParameter, setParameters } from "./server-parameters";

/** The real servers behind the DB instances. */
export interface LocalDatabases {
  /** Starts the server of a new instance, without waiting for it; see {@link stateOf}. */
  create(record: InstanceRecord, parameters: () => Promise<readonly ServerParameter[]>): void;
  stateOf(identifier: string): "creating" | "available" | "failed" | "unknown";
  recordOf(identifier: string): InstanceRecord | undefined;
  records(): readonly InstanceRecord[];
  /** The identifier of the instance with this resource id. */
  identifierOf(resourceId: string): string | undefined;
  /** Sets parameters on a server that runs; nothing on one that does not. */
  setParameters(identifier: string, parameters: readonly ServerParameter[]): Promise<void>;
  /** Sets the admin's password on the server. Rejects when that does not run. */
  changeAdmin(identifier: string, login: Login): Promise<void>;
  /** Ends the server and removes its data. Resolves to what was known of it. */
  remove(identifier: string): Promise<InstanceRecord | undefined>;
  servers(): readonly DatabaseServer[];
  /** Starts the servers of all instances that are on the disk, each on its port. */
  startAll(parametersOf: (identifier: string) => Promise<readonly ServerParameter[]>): Promise<void>;
  stop(): Promise<void>;
}

export interface LocalDatabasesOptions {
  readonly store: InstanceStore;
  readonly authority: CertificateAuthority;
  /** The admin's login as the admin secret holds it now. */
  readonly adminOf: (record: InstanceRecord) => Login;
  readonly register: (password: string) => void;
  readonly onLog: (line: string) => void;
}

export function createLocalDatabases(options: LocalDatabasesOptions): LocalDatabases {
  const { store, onLog } = options;
  const records = new Map(store.all().map((record) => [record.identifier, record]));
  const starting = new Map<string, Promise<void>>();
  const servers = new Map<string, DatabaseServer>();
  const failed = new Set<string>();

  async function start(record: InstanceRecord, parameters: readonly ServerParameter[]): Promise<void> {
    const { identifier, engine, port } = record;
    const mysql = await startMysql({
      engine,
      dataDir: store.dataFolder(identifier),
      admin: options.adminOf(record),
      authority: options.authority,
      ...(port === undefined ? {} : { port }),
      // A borrowed server cannot become an instance: it could not be deleted.
      environment: { ...process.env, [GIVEN[engine].url]: undefined },
      onProgress: (words) => onLog(`rds: ${identifier}: ${words}`),
    });
    options.register(mysql.root.password);
    const placed = { ...record, port: mysql.port };
    records.set(identifier, placed);
    store.save(placed);
    servers.set(
      identifier,
      databaseServer(identifier, mysql, {
        admin: () => options.adminOf(placed),
        host: () => records.get(identifier)?.host ?? DATABASE_HOST,
        moveTo(host) {
          const moved = { ...(records.get(identifier) ?? placed), host };
          records.set(identifier, moved);
          store.save(moved);
        },
      }),
    );
    await setParameters(mysql, parameters, onLog);
    onLog(`rds: ${identifier}: ${ENGINE_TITLES[engine]} ${mysql.version} on port ${mysql.port} (${mysql.source})`);
  }

  async function begin(record: InstanceRecord, parameters: () => Promise<readonly ServerParameter[]>): Promise<void> {
    try {
      await start(record, await parameters());
    } catch (error) {
      failed.add(record.identifier);
      onLog(`rds: ${record.identifier} did not start: ${error instanceof Error ? error.message : error}`);
    } finally {
      starting.delete(record.identifier);
    }
  }

  return {
    create(record, parameters) {
      records.set(record.identifier, record);
      store.save(record);
      failed.delete(record.identifier);
      starting.set(record.identifier, begin(record, parameters));
    },
    stateOf(identifier) {
      if (starting.has(identifier)) return "creating";
      if (failed.has(identifier)) return "failed";
      return records.has(identifier) ? "available" : "unknown";
    },
    recordOf: (identifier) => records.get(identifier),
    records: () => [...records.values()],
    identifierOf: (resourceId) => [...records.values()].find((record) => record.resourceId === resourceId)?.identifier,
    async setParameters(identifier, parameters) {
      await starting.get(identifier);
      const server = servers.get(identifier);
      if (server?.status === "available") await setParameters(server.mysql, parameters, onLog);
    },
    async changeAdmin(identifier, login) {
      await starting.get(identifier);
      const server = servers.get(identifier);
      if (server === undefined) throw new Error(`the database ${identifier} is not running`);
      const connection = await connect(server.mysql, server.root);
      await runStatements(connection, [adminPasswordStatement(login)]).finally(() => connection.destroy());
    },
    async remove(identifier) {
      await starting.get(identifier);
      const record = records.get(identifier);
      await servers.get(identifier)?.stop();
      servers.delete(identifier);
      records.delete(identifier);
      failed.delete(identifier);
      store.remove(identifier);
      return record;
    },
    servers: () => [...servers.values()],
    async startAll(parametersOf) {
      for (const record of records.values()) {
        const parameters = await parametersOf(record.identifier);
        await again(() => start(record, parameters)).catch((error: unknown) => {
          throw new Error(cannotContinue(record, error), { cause: error });
        });
      }
    },
    async stop() {
      await Promise.all(starting.values());
      await Promise.all([...servers.values()].map((server) => server.stop()));
    },
  };
}

const ATTEMPTS = 4;
const PAUSE_MS = 1_500;

/** A server of an earlier gateway that was killed needs a moment to end, and has the port and the data until then. */
async function again(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await delay(PAUSE_MS);
    }
  }
}

const cannotContinue = ({ identifier, port }: InstanceRecord, error: unknown): string =>
  `the database ${identifier} cannot continue at port ${port}, which Terraform's state and the secrets name: ` +
  `${error instanceof Error ? error.message : error}; what to do: free the port, or remove the whole state folder and deploy anew`;
