import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import mysql from "mysql2";
import { createPool, type Pool } from "mysql2/promise";
import type * as Client from "../../../client/src";
import { CONNECTIONS, type ContestantName, type Order } from "./order";

/** What is compared: something that gives connections. */
export interface Contestant {
  getConnection(): Promise<ContestantConnection>;
  end(): Promise<void>;
}

export interface ContestantConnection {
  query(sql: string): Promise<unknown>;
  /** Back into the pool. */
  release(): unknown;
  /** Out of the pool. */
  destroy(): unknown;
}

// Names, so that neither compiler nor bundler looks for what is installed beside the program only.
const CLIENT: string = "rotating-rds-mysql-client";
const WRAPPER: string = "aws-advanced-nodejs-wrapper/mysql";
const WRAPPER_POOL: string = "aws-advanced-nodejs-wrapper";

export const OPEN: Readonly<Record<ContestantName, (order: Order) => Promise<Contestant>>> = {
  fixed: async (order) => createPool({ ...common(order), ...order.fixed }),
  rotating: (order) => rotating(order, {}),
  // In proportion to rotations every 2 seconds as the defaults are to those every day.
  "rotating-fast": (order) => rotating(order, { maxAgeMs: 1_000, drainMs: 1_500 }),
  "aws-wrapper": wrapper,
  "read-once": async (order) => createPool({ ...common(order), ...(await read(order)) }),
  "read-each": readEach,
  "auth-plugin": authPlugin,
};

function common({ address: { host, port, database, caPem } }: Order) {
  const ssl = { ca: caPem, verifyIdentity: true };
  return { host, port, database, ssl, connectionLimit: CONNECTIONS };
}

async function rotating(
  order: Order,
  options: { readonly maxAgeMs?: number; readonly drainMs?: number },
): Promise<Contestant> {
  const { createRotatingPool } = (await import(CLIENT)) as typeof Client;
  const { secretId, address } = order;
  return createRotatingPool({ secretId, ssl: { ca: address.caPem }, connectionLimit: CONNECTIONS, ...options });
}

/** As its documentation shows: `AwsMySQLPoolClient` with the plugin `secretsManager`. */
async function wrapper(order: Order): Promise<Contestant> {
  const { AwsMySQLPoolClient } = await import(WRAPPER);
  const { AwsPoolConfig } = await import(WRAPPER_POOL);
  const { connectionLimit, ...address } = common(order);
  const { secretId, region: secretRegion, endpoint: secretEndpoint } = order;
  const pool = new AwsMySQLPoolClient(
    { ...address, plugins: "secretsManager", secretId, secretRegion, secretEndpoint },
    new AwsPoolConfig({ maxConnections: connectionLimit }),
  );
  return {
    async getConnection() {
      const connection = await pool.getConnection();
      return {
        query: (sql) => connection.query({ sql }),
        release: () => connection.end(),
        destroy: () => connection.destroy(),
      };
    },
    end: () => pool.end(),
  };
}

let client: SecretsManagerClient | undefined;

async function read({ secretId }: Order): Promise<{ readonly user: string; readonly password: string }> {
  client ??= new SecretsManagerClient();
  const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  const { username, password } = JSON.parse(SecretString);
  return { user: username, password };
}

/** The parts of mysql2's pool that this needs and its types do not have. */
interface Core {
  readonly _freeConnections: { readonly length: number };
  readonly config: { readonly connectionConfig: { user: string; password: string } };
}

/** mysql2's pool takes values only; a program that reads at every connection writes them into the pool's options. */
async function readEach(order: Order): Promise<Contestant> {
  const pool = createPool(common(order));
  const { _freeConnections, config } = pool.pool as unknown as Core;
  return {
    async getConnection() {
      if (_freeConnections.length === 0) Object.assign(config.connectionConfig, await read(order));
      return pool.getConnection();
    },
    end: () => pool.end(),
  };
}

/** The one option of mysql2 that is a function and has to do with passwords. The user's name has been sent when it is called. */
async function authPlugin(order: Order): Promise<Contestant> {
  const { caching_sha2_password: plugin } = (mysql as unknown as { authPlugins: AuthPlugins }).authPlugins;
  const { user } = await read(order);
  const reading = ({ connection, command }: PluginContext) => {
    let standard: PluginHandler | undefined;
    return async (data: Buffer) => {
      if (standard === undefined) {
        connection.config.password = (await read(order)).password;
        standard = plugin({})({ connection, command });
      }
      return standard(data);
    };
  };
  const authPlugins = { caching_sha2_password: reading } as never;
  const pool: Pool = createPool({ ...common(order), user, password: "", authPlugins });
  return pool;
}

type PluginHandler = (data: Buffer) => Buffer | null;
interface PluginContext {
  readonly connection: { readonly config: { password: string } };
  readonly command: unknown;
}
interface AuthPlugins {
  readonly caching_sha2_password: (options: object) => (context: PluginContext) => PluginHandler;
}
