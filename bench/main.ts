import { benchCommand } from "./command";
import type { Measurement } from "./measurement";

/** Runs the command for these measurements and ends the process with its exit code. */
export async function main(measurements: readonly Measurement[]): Promise<void> {
  // The SDK's advice about its own future would stand in the middle of the progress.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // A reader that has seen enough (`| head`) closes the pipe; what was started must be ended all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  process.exitCode = await benchCommand(measurements, process.argv.slice(2), {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
  });
}
