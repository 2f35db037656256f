import type { Runtime } from "../../../client/src/runtime";

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Time that stands still until a test moves it, and chance that is always the middle. */
export class ManualRuntime implements Runtime {
  private elapsed = 0;
  /** What the wall clock was set forth or back by. */
  wallShiftMs = 0;
  /** How long the machine slept: the monotonic clock does not count it. */
  suspendedMs = 0;
  random = (): number => 0.5;
  private timers = new Set<Timer>();

  wallMs = (): number => 1_700_000_000_000 + this.elapsed + this.suspendedMs + this.wallShiftMs;
  monotonicMs = (): number => this.elapsed;

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const onAbort = () => {
        cancel();
        resolve();
      };
      const cancel = this.schedule(ms, () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      if (signal?.aborted) onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  schedule(ms: number, callback: () => void): () => void {
    const timer = { dueMs: this.elapsed + ms, callback };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass, with everything that is due in it, in order. */
  async advance(ms: number): Promise<void> {
    const endMs = this.elapsed + ms;
    await settle();
    for (;;) {
      const next = [...this.timers].sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > endMs) break;
      this.timers.delete(next);
      this.elapsed = Math.max(this.elapsed, next.dueMs);
      next.callback();
      await settle();
    }
    this.elapsed = endMs;
  }
}

/** Until everything that needs no time has happened. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
