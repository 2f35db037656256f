import { setTimeout as wait } from "node:timers/promises";
import { SIGNAL_GRACE_MS } from "./interruption";
import type { CommandOutput } from "./run-command";

/**
 * Loads a command and runs it as this process: its arguments, its output, its exit code.
 *
 * Loading everything takes a second. It happens here, and not at the top of a file, so that Ctrl-C in that second is heard too.
 */
export async function startCommand(
  load: () => Promise<(args: readonly string[], output: CommandOutput) => Promise<number>>,
): Promise<void> {
  let isInterrupted = false;
  const onSignal = () => {
    isInterrupted = true;
  };
  process.on("SIGINT", onSignal);
  // The SDK's advice about its own future would stand in the middle of the output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // A reader that has seen enough (`| head`) closes the pipe; what was started must be ended nevertheless.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const command = await load().catch(async (error: unknown) => {
    await wait(SIGNAL_GRACE_MS); // Ctrl-C ends the loader's own process first, and its loss is what is seen first
    if (!isInterrupted) throw error;
    return undefined;
  });
  process.off("SIGINT", onSignal);
  if (isInterrupted || command === undefined) {
    process.stderr.write("stopped by SIGINT; nothing had been started\n");
    process.exitCode = 130;
    return;
  }
  process.exitCode = await command(process.argv.slice(2), {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    isLive: process.stdout.isTTY === true && !process.env.CI,
  });
}
