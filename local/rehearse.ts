import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/**
 * `npm run rehearse`: rotates the passwords of a real MySQL on this machine while clients log in all the time, and draws what
 * happened. See `npm run rehearse -- --help`.
 *
 * Loading everything takes a second. It happens here, and not at the top, so that Ctrl-C in that second is heard too.
 */
async function main(): Promise<number> {
  let isInterrupted = false;
  const onSignal = () => {
    isInterrupted = true;
  };
  process.on("SIGINT", onSignal);
  // The SDK's advice about its own future would stand in the middle of the progress.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const args = process.argv.slice(2);
  const command = await loadCommand(args.includes("--deploy")).catch(async (error: unknown) => {
    await wait(SIGNAL_GRACE_MS); // Ctrl-C ends the loader's own process first, and its loss is what is seen first
    if (!isInterrupted) throw error;
    return undefined;
  });
  process.off("SIGINT", onSignal);
  if (isInterrupted || command === undefined) {
    process.stderr.write("stopped by SIGINT; nothing had been started\n");
    return 130;
  }
  return command(args, {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    folder: resolve("rehearsal"),
    isLive: process.stdout.isTTY === true && !process.env.CI,
  });
}

/** With `--deploy` the whole life of an environment, without it the rotations alone. */
async function loadCommand(isDeploy: boolean) {
  if (isDeploy) return (await import("./lifecycle/command")).lifeCommand;
  return (await import("./rehearsal/command")).rehearseCommand;
}

const SIGNAL_GRACE_MS = 100;

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
