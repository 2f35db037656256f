import { EventEmitter } from "node:events";
import { equalJitterMs } from "./backoff";
import { CredentialCache } from "./credential-cache";
import type { DatabaseCredential, StagingLabel } from "./database-credential";
import type { CredentialError } from "./errors";
import type { CredentialSettings } from "./options";
import type { ReadSecret } from "./read-secret";
import { closedError, readWithRetries } from "./read-with-retries";
import { elapsedMs, keepingAlive, type Moment, now, type Runtime } from "./runtime";

/** A version that became the one to log in with. */
export interface RefreshedEvent {
  readonly versionId: string;
  readonly username: string;
  readonly label: StagingLabel;
  /** The version before; `undefined` for the first one. */
  readonly previousVersionId: string | undefined;
}

/** A last known version that is served although it could not be read again. */
export interface StaleEvent {
  readonly versionId: string;
  /** Milliseconds since Secrets Manager last confirmed it. */
  readonly ageMs: number;
  readonly error: CredentialError;
}

/** The events of a {@link RotatingCredential}. `error` is emitted only where it has a listener: it never ends a process. */
export interface CredentialEvents {
  refreshed: [RefreshedEvent];
  stale: [StaleEvent];
  error: [CredentialError];
}

/** What a health check needs. No password. */
export interface CredentialStatus {
  readonly versionId: string | undefined;
  readonly username: string | undefined;
  readonly label: StagingLabel | undefined;
  readonly ageMs: number | undefined;
  /** True while the last read failed and the last known credential is served. */
  readonly isStale: boolean;
  readonly lastError: CredentialError | undefined;
}

/** Pauses after reads that failed in a row, with all their retries. */
const FAILURE_PAUSES = { firstMs: 1_000, maxMs: 60_000 } as const;
/** How long `get()` waits for a fresh value where it has a last known one: after a suspension of the machine, or a frozen function. */
const PATIENCE_MS = 1_000;
/** At most one read a second for one version that MySQL refused. */
const MIN_FORCED_INTERVAL_MS = 1_000;

/**
 * The credential of one secret, read when needed, cached, and refreshed in the background. Create it with `createRotatingCredential`, once
 * for each secret and process; `close()` ends its timer.
 */
export class RotatingCredential extends EventEmitter<CredentialEvents> {
  readonly secretId: string;
  readonly #settings: CredentialSettings;
  readonly #readSecret: ReadSecret;
  readonly #runtime: Runtime;
  readonly #cache: CredentialCache;
  readonly #closing = new AbortController();
  #reading: Promise<DatabaseCredential> | undefined;
  #failure:
    | { readonly error: CredentialError; readonly count: number; readonly at: Moment; readonly pauseMs: number }
    | undefined;
  #forced: { readonly staleVersion: string; readonly at: Moment } | undefined;
  #cancelRefresh: () => void = () => undefined;

  /** @internal Use `createRotatingCredential`. */
  constructor(settings: CredentialSettings, readSecret: ReadSecret, runtime: Runtime) {
    super();
    this.secretId = settings.secretId;
    this.#settings = settings;
    this.#readSecret = readSecret;
    this.#runtime = runtime;
    this.#cache = new CredentialCache(runtime);
  }

  /**
   * The credential to log in with. Answers from the cache while it is young enough; otherwise reads it, one read at a time however many
   * callers wait. While it cannot be read, the last known one is served for `maxStaleMs`. Rejects with a `CredentialError`.
   */
  async get(): Promise<DatabaseCredential> {
    this.#requireOpen();
    const known = this.#cache.current;
    if (known !== undefined && this.#cache.ageMs < this.#settings.maxAgeMs) return known;
    if (this.#cache.ageMs >= this.#settings.maxStaleMs)
      return this.#isPausing() ? this.#throwFailure() : keepingAlive(this.#read());
    if (!this.#isPausing()) {
      const read = this.#read();
      const fresh = await keepingAlive(
        Promise.race([read.catch(() => undefined), this.#runtime.sleep(PATIENCE_MS).then(() => undefined)]),
      );
      this.#requireOpen();
      if (fresh !== undefined) return fresh;
    }
    return this.#cache.current ?? this.#throwFailure();
  }

  /**
   * Reads again because MySQL refused `staleVersion`. Asks the service at most once a second for one version, however many callers there
   * are, and not at all when a newer version is known already. Resolves with the same version when there is no newer one.
   */
  async refresh({ staleVersion }: { readonly staleVersion: string }): Promise<DatabaseCredential> {
    this.#requireOpen();
    const isNewer = (one: DatabaseCredential | undefined) => one !== undefined && one.versionId !== staleVersion;
    // A read that is under way can have begun before MySQL refused: its answer counts only when it is another version.
    if (!isNewer(this.#cache.current) && this.#reading !== undefined) {
      await keepingAlive(this.#reading.catch(() => undefined));
      this.#requireOpen();
    }
    const known = this.#cache.current;
    if (known !== undefined && isNewer(known)) return known;
    if (this.#reading !== undefined) return keepingAlive(this.#reading);
    const forced = this.#forced;
    const isTooEarly =
      forced?.staleVersion === staleVersion && elapsedMs(forced.at, this.#runtime) < MIN_FORCED_INTERVAL_MS;
    if (isTooEarly || this.#isPausing()) return this.#failure === undefined && known ? known : this.#throwFailure();
    this.#forced = { staleVersion, at: now(this.#runtime) };
    return keepingAlive(this.#read());
  }

  /** What is held now, without reading: `undefined` before the first read. */
  peek(): DatabaseCredential | undefined {
    return this.#cache.current;
  }

  /** For health checks: never reads, never throws. */
  status(): CredentialStatus {
    const known = this.#cache.current;
    return {
      versionId: known?.versionId,
      username: known?.username,
      label: known?.label,
      ageMs: known === undefined ? undefined : Math.round(this.#cache.ageMs),
      isStale: known !== undefined && this.#failure !== undefined,
      lastError: this.#failure?.error,
    };
  }

  /** Ends the background refresh and a read that is under way. Later calls reject with `closed`. May be called again. */
  close(): void {
    this.#closing.abort();
    this.#cancelRefresh();
  }

  /** @internal Reads another label, for a login that AWSCURRENT did not get. `undefined` where the label has no version. */
  async readOther(label: StagingLabel): Promise<DatabaseCredential | undefined> {
    try {
      return await keepingAlive(this.#readLabel(label));
    } catch {
      // A label without a version answers not_found. Nothing else that fails here says more than the refused login.
      return undefined;
    }
  }

  /** @internal MySQL took this version, of another label, after it had refused AWSCURRENT's. */
  adopt(refusedVersion: string, accepted: DatabaseCredential): void {
    // A read that ended during that login has found a newer AWSCURRENT.
    if (this.#cache.current?.versionId !== refusedVersion) return;
    this.#cache.replace(refusedVersion, accepted);
    this.#tellRefreshed(accepted, refusedVersion);
  }

  /** @internal */
  get triesOtherLabels(): boolean {
    return this.#settings.tryOtherLabels;
  }

  #read(): Promise<DatabaseCredential> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    // Callers have the promise; the background refresh has nobody who would hear of a rejection.
    this.#reading.catch(() => undefined);
    return this.#reading;
  }

  async #readOnce(): Promise<DatabaseCredential> {
    this.#cancelRefresh();
    const previousVersionId = this.#cache.current?.versionId;
    try {
      const read = await this.#readLabel("AWSCURRENT");
      const credential = this.#cache.confirm(read);
      this.#failure = undefined;
      this.#refreshIn(this.#settings.maxAgeMs * (0.7 + 0.2 * this.#runtime.random()));
      if (credential.versionId !== previousVersionId) this.#tellRefreshed(credential, previousVersionId);
      return credential;
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#recordFailure(error as CredentialError);
      throw error;
    }
  }

  #readLabel(label: StagingLabel): Promise<DatabaseCredential> {
    const { secretId, readTimeoutMs: timeoutMs } = this.#settings;
    const closed = this.#closing.signal;
    return readWithRetries({ secretId, label, timeoutMs, closed, read: this.#readSecret, runtime: this.#runtime });
  }

  #recordFailure(error: CredentialError): void {
    const count = (this.#failure?.count ?? 0) + 1;
    const pauseMs = equalJitterMs(count, FAILURE_PAUSES, this.#runtime.random);
    this.#failure = { error, count, at: now(this.#runtime), pauseMs };
    this.#refreshIn(pauseMs);
    const known = this.#cache.current;
    if (known !== undefined)
      this.emit("stale", { versionId: known.versionId, ageMs: Math.round(this.#cache.ageMs), error });
    if (this.listenerCount("error") > 0) this.emit("error", error);
  }

  #refreshIn(ms: number): void {
    if (this.#closing.signal.aborted) return;
    this.#cancelRefresh = this.#runtime.schedule(ms, () => void this.#read().catch(() => undefined));
  }

  #tellRefreshed({ versionId, username, label }: DatabaseCredential, previousVersionId: string | undefined): void {
    this.emit("refreshed", { versionId, username, label, previousVersionId });
  }

  #isPausing(): boolean {
    return this.#failure !== undefined && elapsedMs(this.#failure.at, this.#runtime) < this.#failure.pauseMs;
  }

  #throwFailure(): never {
    throw this.#failure?.error ?? closedError(this.secretId);
  }

  #requireOpen(): void {
    if (this.#closing.signal.aborted) throw closedError(this.secretId);
  }
}
