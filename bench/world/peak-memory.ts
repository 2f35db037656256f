import { readFileSync } from "node:fs";

/**
 * The most memory that a process held, in MiB, or undefined where the system does not tell it.
 *
 * It is read from the kernel's account of the process's own address space. `getrusage` (ru_maxrss, Node's `resourceUsage`) is not
 * used: on Linux a child inherits the value of the process that started it, across exec too, so that a small child of a large parent
 * looks large (measured: 290 MB instead of 40 MB).
 */
export function peakMemoryMb(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined; // no /proc, or the process has ended
  }
}
