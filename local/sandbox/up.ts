import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LocalError } from "../terminal/error";
import { pause, unlessInterrupted } from "../terminal/interruption";
import type { KeptPaths } from "./paths";
import { isRunning, readPidFile, removePidFile } from "./pid-file";

/** With the installation of moto, once. */
const START_TIMEOUT_MS = 600_000;
const STOP_TIMEOUT_MS = 60_000;

/** Starts the local AWS in the background. Returns its address. Throws `not_started` with the reason. */
export async function up(paths: KeptPaths, signal: AbortSignal): Promise<string> {
  const present = readPidFile(paths);
  if (present !== undefined) return present.url;
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const child = spawn(process.execPath, ["--import", loader, path.join(__dirname, "serve.ts")], {
    detached: true, // it keeps running when the terminal is closed
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, LOCAL_AWS_FOLDER: paths.folder },
  });
  const waiting = new Promise<string>((resolve) => {
    let text = "";
    const timer = setTimeout(resolve, START_TIMEOUT_MS, "failed it took too long");
    const end = (line: string): void => {
      clearTimeout(timer);
      resolve(line);
    };
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      if (text.includes("\n")) end(text);
    });
    child.once("error", (error) => end(`failed ${error.message}`));
    child.once("exit", () => end(text || "failed it ended at once"));
  });
  const said = await unlessInterrupted(signal, waiting).catch((interruption: unknown) => {
    child.kill("SIGTERM");
    throw interruption;
  });
  child.unref();
  child.stdout.destroy();
  const url = /^ready (\S+)/m.exec(said)?.[1];
  if (url !== undefined) return url;
  if (child.pid !== undefined && isRunning(child.pid)) process.kill(child.pid, "SIGTERM");
  throw new LocalError(
    "not_started",
    `the local AWS did not start: ${said.replace(/^failed /m, "").trim()}; its log: ${paths.log}`,
  );
}

/** Stops it and waits until it has ended. False when it did not run. */
export async function down(paths: KeptPaths, signal: AbortSignal): Promise<boolean> {
  const present = readPidFile(paths);
  if (present === undefined) return false;
  process.kill(present.pid, "SIGTERM");
  for (const endMs = Date.now() + STOP_TIMEOUT_MS; Date.now() < endMs; ) {
    if (!isRunning(present.pid)) {
      removePidFile(paths);
      return true;
    }
    await pause(100, signal);
  }
  throw new LocalError(
    "command_failed",
    `the local AWS, process ${present.pid}, did not end within ${STOP_TIMEOUT_MS / 1000} s; what to do: read ${paths.log}, then end the process`,
  );
}
