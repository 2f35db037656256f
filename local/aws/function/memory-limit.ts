import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 50;
/** The share of a function's memory that its JavaScript heap may have; the rest is for the program and its buffers. */
const HEAP_SHARE = 0.9;

/** Options of Node by which it collects garbage in time, as Lambda's own runtime gives them. */
export function heapOptions(memoryMb: number | undefined): string[] {
  return memoryMb === undefined ? [] : [`--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`];
}

/**
 * Kills a process that holds more than its limit, as Lambda does: to its caller it "exited with error: signal: killed". Looks at it every
 * 50 ms, where the system shows it (Linux); elsewhere only the heap is limited.
 */
export function killAbove(memoryMb: number, child: ChildProcess, gone: Promise<unknown>): void {
  const look = setInterval(() => {
    if (heldMb(child.pid) > memoryMb) child.kill("SIGKILL");
  }, LOOK_EVERY_MS);
  look.unref();
  void gone.then(() => clearInterval(look));
}

function heldMb(pid: number | undefined): number {
  try {
    const [, kib = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kib) / 1024;
  } catch {
    return 0; // gone, or not Linux
  }
}
