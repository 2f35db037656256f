import { startCommand } from "../local/terminal/start-command";
import { benchCommand } from "./command";
import type { Measurement } from "./measurement";

/** Runs the command for these measurements as this process. */
export function main(measurements: readonly Measurement[]): Promise<void> {
  return startCommand(async () => (args, output) => benchCommand(measurements, args, output));
}
