import { setMaxListeners } from "node:events";
import type { Pool, PoolConnection } from "mysql2";
import type { ConnectionConfig, Opening } from "./credential-stream";
import type { DatabaseCredential } from "./database-credential";
import type { LoginRecovery } from "./login-recovery";
import { isRefusedLogin } from "./refused-login";
import type { RotatingCredential } from "./rotating-credential";

type Callback = Parameters<Pool["getConnection"]>[0];

/** One call of the driver's `getConnection`. */
interface Attempt {
  /** Gives the credential for a new connection at this moment; `undefined` for the current one of the recovery. */
  readonly latest: (() => DatabaseCredential) | undefined;
  /** The version that a new connection used. */
  versionId: string | undefined;
}

/**
 * Puts credentials into the connections that a pool opens, and answers refused logins.
 *
 * The pool's own `getConnection` stays in charge of limits, queue and idle connections. This wraps it, by its public name, which `query` and
 * `execute` call as well; and the driver's option `stream` tells when a connection is really opened.
 */
export class PoolLogins {
  readonly #credential: RotatingCredential;
  readonly #recovery: LoginRecovery;
  readonly #getConnection: Pool["getConnection"];
  /** Callbacks of ours that the pool keeps in its queue and hands to `getConnection` again. */
  readonly #attempts = new WeakMap<Callback, Attempt>();
  readonly #versions = new WeakMap<ConnectionConfig, string>();
  /** The attempt whose call of `getConnection` is on the stack: the driver opens connections within it. */
  #calling: Attempt | undefined;
  readonly #ending = new AbortController();

  constructor(core: Pool, credential: RotatingCredential, recovery: LoginRecovery) {
    setMaxListeners(0, this.#ending.signal); // one for each caller that waits
    this.#credential = credential;
    this.#recovery = recovery;
    this.#getConnection = core.getConnection.bind(core);
    core.getConnection = (callback) => this.#connect(callback);
  }

  /** How the connection that is being opened gets its credential. */
  opening(config: ConnectionConfig): Opening {
    const attempt = this.#calling;
    let latest = attempt?.latest;
    const first = async (): Promise<DatabaseCredential> => {
      if (latest !== undefined) return latest();
      const current = await this.#recovery.next();
      latest = this.#unlessNewer(current);
      return current;
    };
    return {
      credential: () => this.#unlessEnding(first()),
      latest: (credential) => latest?.() ?? credential,
      onSend: ({ versionId }) => {
        this.#versions.set(config, versionId);
        if (attempt !== undefined) attempt.versionId = versionId;
      },
    };
  }

  versionOf(connection: PoolConnection): string {
    return this.#versions.get(connection.config as ConnectionConfig) ?? "";
  }

  /** Rejects whoever waits for a credential. Resolves when the pool has seen that. */
  async end(): Promise<void> {
    this.#ending.abort();
    await new Promise((resolve) => setImmediate(resolve));
  }

  #connect(callback: Callback): void {
    const known = this.#attempts.get(callback);
    if (this.#ending.signal.aborted) process.nextTick(() => fail(callback, poolIsClosed()));
    else if (known !== undefined) this.#call(callback, known);
    else if (this.#credential.peek() !== undefined) this.#attempt(callback);
    else this.#attemptWithFirstCredential(callback);
  }

  #attemptWithFirstCredential(callback: Callback): void {
    // The first credential is waited for here, where the driver's connectTimeout does not run yet.
    this.#unlessEnding(this.#recovery.next()).then(
      () => this.#attempt(callback),
      (error: Error) => fail(callback, error),
    );
  }

  #attempt(callback: Callback): void {
    const attempt: Attempt = { latest: undefined, versionId: undefined };
    const ours: Callback = (error, connection) => {
      if (error === null || error === undefined) {
        // Only a login says something about the credential, and not a connection that was idle.
        if (attempt.versionId !== undefined) this.#recovery.accepted(attempt.versionId);
        return callback(null, connection);
      }
      const { versionId } = attempt;
      if (versionId === undefined || !isRefusedLogin(error)) return fail(callback, error);
      const recovered = this.#recovery.recover(versionId, error, (other, onUse) => this.#login(other, onUse));
      this.#unlessEnding(recovered).then(
        (other) => callback(null, other),
        (second: Error) => fail(callback, second),
      );
    };
    this.#attempts.set(ours, attempt);
    this.#call(ours, attempt);
  }

  /** Logs in with another credential; in a full pool, when there is a place. */
  #login(other: DatabaseCredential, onUse: (versionId: string | undefined) => void): Promise<PoolConnection> {
    const attempt: Attempt = { latest: this.#unlessNewer(other), versionId: undefined };
    return new Promise((resolve, reject) => {
      if (this.#ending.signal.aborted) return reject(poolIsClosed());
      const ours: Callback = (error, connection) => {
        onUse(attempt.versionId);
        if (error) reject(error);
        else resolve(connection);
      };
      this.#attempts.set(ours, attempt);
      this.#call(ours, attempt);
    });
  }

  /** Gives this credential until another one becomes the current one, and then that. */
  #unlessNewer(credential: DatabaseCredential): () => DatabaseCredential {
    const before = this.#credential.peek()?.versionId;
    return () => {
      const current = this.#credential.peek();
      return current === undefined || current.versionId === before ? credential : current;
    };
  }

  #call(callback: Callback, attempt: Attempt): void {
    const outer = this.#calling;
    this.#calling = attempt;
    try {
      this.#getConnection(callback);
    } finally {
      this.#calling = outer;
    }
  }

  /** Rejects as the driver does when the pool ends first. */
  #unlessEnding<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#ending;
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(poolIsClosed());
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
    });
  }
}

/** A failure as the driver reports it. Its type says that there is a connection, which then there is not. */
function fail(callback: Callback, error: Error): void {
  (callback as (error: Error) => void)(error);
}

/** In the words of the driver, which applications may know. */
const poolIsClosed = (): Error => new Error("Pool is closed.");
