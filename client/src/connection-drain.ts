import type { EventEmitter } from "node:events";
import type { PoolConnection } from "mysql2";
import type { DrainSettings } from "./pool-options";
import { elapsedMs, type Moment, now, type Runtime } from "./runtime";

interface Tracked {
  readonly versionId: string;
  readonly opened: Moment;
  /** This connection's share of the age limit: not all connections that were opened together end together. */
  readonly maxAgeMs: number;
  /** Idle in the pool: may be closed at any moment. */
  isIdle: boolean;
  /** Counts from a rotation on. */
  drainAfterMs: number | undefined;
}

const AGE_SPREAD = 0.1;
const SWEEPS_PER_DRAIN = 20;
const SWEEP_MS = { min: 20, max: 5_000 } as const;

/**
 * Which connections of a pool are due for replacement: by age, and by the version of the credential that they were opened with. After a
 * rotation the connections of the version before are spread over `drainMs`; those of any older version are due at once.
 */
export class ConnectionDrain {
  readonly #settings: DrainSettings;
  readonly #runtime: Runtime;
  readonly #close: (connection: PoolConnection) => void;
  readonly #connections = new Map<PoolConnection, Tracked>();
  #versions: { readonly current: string; readonly since: Moment } | undefined;
  #cancelSweep: (() => void) | undefined;
  #isStopped = false;

  /** `close` ends an idle connection. */
  constructor(settings: DrainSettings, runtime: Runtime, close: (connection: PoolConnection) => void) {
    this.#settings = settings;
    this.#runtime = runtime;
    this.#close = close;
  }

  /** `socket` is the connection's own: the driver does not tell of every connection that it ends, as by `idleTimeout`. */
  opened(connection: PoolConnection, versionId: string, socket: Pick<EventEmitter, "once">): void {
    const { random } = this.#runtime;
    const maxAgeMs = this.#settings.maxConnectionAgeMs * (1 - AGE_SPREAD + 2 * AGE_SPREAD * random());
    const drainAfterMs = this.#versions === undefined || versionId === this.#versions.current ? undefined : 0;
    this.#connections.set(connection, { versionId, opened: now(this.#runtime), maxAgeMs, isIdle: false, drainAfterMs });
    for (const ending of ["end", "error"]) connection.once(ending, () => void this.#connections.delete(connection));
    socket.once("close", () => void this.#connections.delete(connection));
    this.#sweepLater();
  }

  acquired(connection: PoolConnection): void {
    const tracked = this.#connections.get(connection);
    if (tracked !== undefined) tracked.isIdle = false;
  }

  released(connection: PoolConnection): void {
    const tracked = this.#connections.get(connection);
    if (tracked !== undefined) tracked.isIdle = true;
  }

  /** A new version is the one to log in with. */
  rotated(versionId: string, previousVersionId: string | undefined): void {
    this.#versions = { current: versionId, since: now(this.#runtime) };
    for (const tracked of this.#connections.values()) {
      if (tracked.versionId === versionId) tracked.drainAfterMs = undefined;
      else if (tracked.versionId !== previousVersionId) tracked.drainAfterMs = 0;
      else tracked.drainAfterMs = this.#runtime.random() * this.#settings.drainMs;
    }
    this.#sweep();
  }

  /**
   * Whether a connection should be closed instead of going back into the pool. One that should is no longer tracked: when it ends, the
   * driver releases it once more, to give its place to a query that waits.
   */
  takeIfDue(connection: PoolConnection): boolean {
    const tracked = this.#connections.get(connection);
    return tracked !== undefined && this.#isDue(tracked) && this.#connections.delete(connection);
  }

  /** How many connections there are of each version. */
  countByVersion(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { versionId } of this.#connections.values()) counts.set(versionId, (counts.get(versionId) ?? 0) + 1);
    return counts;
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
  }

  #isDue({ opened, maxAgeMs, drainAfterMs }: Tracked): boolean {
    if (this.#settings.maxConnectionAgeMs > 0 && elapsedMs(opened, this.#runtime) >= maxAgeMs) return true;
    if (drainAfterMs === undefined || this.#versions === undefined) return false;
    return elapsedMs(this.#versions.since, this.#runtime) >= drainAfterMs;
  }

  #sweep(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
    for (const [connection, tracked] of this.#connections) {
      if (tracked.isIdle && this.takeIfDue(connection)) this.#close(connection);
    }
    this.#sweepLater();
  }

  #sweepLater(): void {
    if (this.#isStopped || this.#cancelSweep !== undefined || this.#connections.size === 0) return;
    const everyMs = Math.min(SWEEP_MS.max, Math.max(SWEEP_MS.min, this.#settings.drainMs / SWEEPS_PER_DRAIN));
    this.#cancelSweep = this.#runtime.schedule(everyMs, () => this.#sweep());
  }
}
