import { createWriteStream, mkdirSync } from "node:fs";
import { startGateway } from "../aws/gateway/start";
import { LOCAL_REGION } from "../aws/local-account";
import { untilInterrupted, watchForInterruption } from "../terminal/interruption";
import { databaseCaFile, type KeptPaths, keptPaths } from "./paths";
import { removePidFile, writePidFile } from "./pid-file";

/** Set by `up --every`, for the process that it starts. */
export const EVERY_MINUTES_VARIABLE = "LOCAL_AWS_EVERY_MINUTES";

function scheduleChoice(environment: NodeJS.ProcessEnv): { readonly everyMs?: number } {
  const minutes = Number(environment[EVERY_MINUTES_VARIABLE]);
  return minutes > 0 ? { everyMs: minutes * 60_000 } : {};
}

/** Serves the local AWS until the signal, and resumes from what it saved. `onReady` gets its address. */
export async function serve(paths: KeptPaths, onReady: (url: string) => void, signal: AbortSignal): Promise<void> {
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
  const log = createWriteStream(paths.log, { flags: "a", mode: 0o600 });
  try {
    const gateway = await startGateway({
      stateFolder: paths.state,
      region: LOCAL_REGION,
      schedules: scheduleChoice(process.env),
      onLog: (line) => void log.write(`${new Date().toISOString()} ${line}\n`),
    });
    writePidFile(paths, {
      pid: process.pid,
      url: gateway.url,
      region: LOCAL_REGION,
      databaseCaFile: databaseCaFile(paths),
    });
    onReady(gateway.url);
    await untilInterrupted(signal);
    await gateway.stop();
  } finally {
    removePidFile(paths);
    await new Promise<void>((resolve) => log.end(resolve));
  }
}

/** `up` starts this file as a process of its own; it says one line when it is ready, or why it is not. */
async function main(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  process.stdout.on("error", () => undefined); // the process that started it has ended
  // What is started does not keep this process alive.
  const keepAlive = setInterval(() => undefined, 60_000);
  const watch = watchForInterruption();
  try {
    await serve(keptPaths(), (url) => process.stdout.write(`ready ${url}\n`), watch.signal);
  } finally {
    watch.dispose();
    clearInterval(keepAlive);
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stdout.write(`failed ${(error instanceof Error ? error.message : String(error)).replaceAll("\n", " ")}\n`);
    process.exitCode = 1;
  });
}
