import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** Where the figures come from. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** The mean number of things that wanted a core in the minute before: what else the machine was busy with. */
  readonly loadBefore: number;
}

export function thisMachine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** One line for a table: the machine, and what took part. */
export function machineLine(machine: Machine, takingPart: readonly (string | undefined)[]): string {
  const { cores, processor, memoryGb, system, node, loadBefore } = machine;
  return [
    `${cores} cores (${processor}), ${memoryGb} GB, ${system}, load ${loadBefore} before`,
    `Node ${node.slice(1)}`,
    ...takingPart.filter((one) => one !== undefined),
  ].join(" · ");
}
