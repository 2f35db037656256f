import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "./backoff";

/** Time and chance, so that tests can set both. */
export interface Runtime {
  /** The wall clock, which a person or NTP can set back or forth. */
  wallMs(): number;
  /** A clock that nobody sets; it can stand still while the machine sleeps. */
  monotonicMs(): number;
  readonly random: Random;
  /** Resolves after a time, or at once when aborted; never rejects. Keeps no process alive: see {@link keepingAlive}. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back after a time. Keeps no process alive. @returns a function that cancels. */
  schedule(ms: number, callback: () => void): () => void;
}

export const SYSTEM: Runtime = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: Math.random,
  sleep: (ms, signal) =>
    wait(ms, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(() => undefined),
  schedule(ms, callback) {
    const timer = setTimeout(callback, ms).unref();
    // Node keeps the list for a duration until that time has passed, where the timer that is cleared does not keep the process alive.
    return () => clearTimeout(timer.ref());
  },
};

const KEEP_ALIVE_MS = 60_000;

/** Keeps the process alive while a caller waits: no timer of this package does, and Node would exit with the promise pending. */
export async function keepingAlive<T>(promise: Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, KEEP_ALIVE_MS);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
}

/** A moment on both clocks. */
export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

export function now(runtime: Runtime): Moment {
  return { wallMs: runtime.wallMs(), monotonicMs: runtime.monotonicMs() };
}

/**
 * The time since a moment: the larger of what both clocks say. A wall clock that was set back makes nothing younger, a suspended machine
 * (a frozen Lambda function, a laptop), whose monotonic clock may stand still, does not either. A wall clock set forth costs one read.
 */
export function elapsedMs(since: Moment, runtime: Runtime): number {
  return Math.max(runtime.wallMs() - since.wallMs, runtime.monotonicMs() - since.monotonicMs, 0);
}
