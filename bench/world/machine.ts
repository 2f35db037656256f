import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** Where the figures come from. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
}

/** The mean number of things that wanted a core in the last minute. More than there are cores: times are longer than they need be. */
export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

export function thisMachine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

/** One line for a table: the machine, and what took part. */
export function machineLine(
  machine: Machine,
  load: { readonly before: number; readonly after: number },
  takingPart: readonly (string | undefined)[],
): string {
  const { cores, processor, memoryGb, system, node } = machine;
  return [
    `${cores} cores (${processor}), ${memoryGb} GB, ${system}, load ${load.before} before, ${load.after} after`,
    `Node ${node.slice(1)}`,
    ...takingPart.filter((one) => one !== undefined),
  ].join(" · ");
}
