import type { Socket } from "node:net";
import { createPool, type Pool, type PoolConnection } from "mysql2";
import type { Pool as PromisePool } from "mysql2/promise";
import { ConnectionDrain } from "./connection-drain";
import { createRotatingCredential } from "./create-rotating-credential";
import { type ConnectionConfig, credentialStream } from "./credential-stream";
import { recoveryOf } from "./log-in";
import { PoolLogins } from "./pool-logins";
import { type RotatingPoolOptions, separateOptions } from "./pool-options";
import { rdsTls } from "./rds-tls";
import type { RefreshedEvent, RotatingCredential } from "./rotating-credential";
import { SYSTEM } from "./runtime";

/**
 * A pool of `mysql2/promise` whose new connections log in with the current credential. `pool.pool` is the same pool with callbacks, for
 * libraries that want that one.
 */
export interface RotatingPool extends PromisePool {
  /** The credential that new connections use: its events, its `status()`. */
  readonly credential: RotatingCredential;
  /** How many connections are open for each version of the secret, in use or idle. */
  connectionsByVersion(): ReadonlyMap<string, number>;
}

/**
 * Creates a pool that survives any number of rotations. Nothing is read or opened before the first query. Throws `bad_option`.
 *
 * ```ts
 * const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID, connectionLimit: 10 });
 * const [rows] = await pool.query("SELECT 1");
 * await pool.end();
 * ```
 */
export function createRotatingPool(options: RotatingPoolOptions): RotatingPool {
  const { address, drain: drainSettings, ssl, rest } = separateOptions(options);
  const isShared = "credential" in options;
  const credential = isShared ? options.credential : createRotatingCredential(options);
  const { secretId } = credential;
  const sockets = new WeakMap<object, Socket>();
  const stream = ({ config }: { config: ConnectionConfig }) => {
    const socket = credentialStream(config, address, secretId, logins.opening(config));
    sockets.set(config, socket);
    return socket;
  };
  const core = createPool({ ...rest, ssl: rdsTls(ssl), stream });
  const logins = new PoolLogins(core, credential, recoveryOf(credential));
  const drain = new ConnectionDrain(drainSettings, SYSTEM, endGracefully);

  core.on("connection", (connection: PoolConnection) => {
    const socket = sockets.get(connection.config);
    if (socket !== undefined) drain.opened(connection, logins.versionOf(connection), socket);
  });
  core.on("acquire", (connection: PoolConnection) => drain.acquired(connection));
  core.on("release", (connection: PoolConnection) => drain.released(connection));
  const onRefreshed = ({ versionId, previousVersionId }: RefreshedEvent) => drain.rotated(versionId, previousVersionId);
  const known = credential.peek();
  if (known !== undefined) drain.rotated(known.versionId, undefined);
  credential.on("refreshed", onRefreshed);
  const release = core.releaseConnection.bind(core);
  core.releaseConnection = (connection) => {
    if (drain.takeIfDue(connection as PoolConnection)) endGracefully(connection as PoolConnection);
    else release(connection);
  };
  endTogether(core, () => {
    drain.stop();
    credential.off("refreshed", onRefreshed);
    if (!isShared) credential.close();
    return logins.end();
  });
  return Object.assign(core.promise(), { credential, connectionsByVersion: () => drain.countByVersion() });
}

/** Takes a connection out of its pool and says goodbye to the server, which would otherwise count an aborted connection. */
function endGracefully(connection: PoolConnection): void {
  // By this option `end()` of a pooled connection ends it; without it, it releases it.
  connection.config.gracefulEnd = true;
  connection.on("error", () => undefined);
  connection.end();
}

/**
 * Has `end()` of the pool call a function first. A second call waits for the first one: the driver's own would fail. So would it where a
 * connection breaks while it ends, or was still being opened: it is closed then, which is what was asked for.
 */
function endTogether(core: Pool, before: () => Promise<void>): void {
  const end = core.end.bind(core);
  let ended: Promise<void> | undefined;
  core.end = (callback = () => undefined) => {
    ended ??= before().then(() => new Promise((resolve) => end(() => resolve())));
    void ended.then(() => callback(null));
  };
}
