import { readdirSync, readFileSync } from "node:fs";

/**
 * The time that a process has had a processor so far, all its threads together, in milliseconds; undefined where the system does not
 * tell it. Unlike the time on the clock it does not grow when other processes want the same processor, and it is what a small Lambda
 * function, which gets a small share of one, has to wait for.
 */
export function processorMs(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    // schedstat: nanoseconds on a processor, nanoseconds waiting for one, number of turns.
    const nanoseconds = threads.map((thread) => {
      const [onProcessor] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ");
      return Number(onProcessor);
    });
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return undefined; // no /proc, or the process has ended
  }
}
