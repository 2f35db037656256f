import type { InvocationResult } from "../../local/aws/secrets-manager/start";
import type { FunctionKind, FunctionUnderTest, OwnCounts } from "./function-under-test";

/**
 * A number of processes of one function, each of which handles one event at a time. It is not the pool of the local AWS: that starts
 * processes of this project's function as they are needed; here AWS's function runs too, and all are started before anything is timed.
 */
export interface ProcessPool {
  /** Throws a TypeError when all are busy: there are as many as there may be events at once. */
  invoke(event: unknown): Promise<InvocationResult>;
  readonly processes: readonly FunctionUnderTest[];
  /** Of all processes together. */
  ownCounts(): OwnCounts;
  /** Of all processes together; undefined where the system does not tell it. */
  processorMs(): number | undefined;
  stop(): Promise<void>;
}

export async function startPool(kind: FunctionKind, size: number, signal: AbortSignal): Promise<ProcessPool> {
  const processes: FunctionUnderTest[] = [];
  while (processes.length < size) {
    signal.throwIfAborted();
    processes.push(await kind.start({ strategy: "alternating-users" }));
  }
  const idle = [...processes];
  const sum = (of: (fn: FunctionUnderTest) => number): number => processes.reduce((all, fn) => all + of(fn), 0);
  return {
    processes,
    async invoke(event) {
      const fn = idle.shift(); // the one that has waited for longest, so that all do their share
      if (fn === undefined) throw new TypeError("more events at once than processes");
      try {
        return await fn.invoke(event);
      } finally {
        idle.push(fn);
      }
    },
    ownCounts: () => ({
      logins: sum((fn) => fn.ownCounts().logins),
      failedLogins: sum((fn) => fn.ownCounts().failedLogins),
    }),
    processorMs: () => {
      const all = sum((fn) => fn.processorMs() ?? Number.NaN);
      return Number.isNaN(all) ? undefined : all;
    },
    stop: async () => void (await Promise.all(processes.map((fn) => fn.stop()))),
  };
}
