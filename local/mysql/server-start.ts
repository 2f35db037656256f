import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { LocalError } from "../terminal/error";
import { fillDataDir, forgetTemplate } from "./data-template";
import { type GuardedProcess, startGuarded } from "./guarded-process";
import { type MysqldProgram, titleOf } from "./program";
import { textOf } from "./read-if-there";
import type { RunFolder } from "./run-folder";
import { complaintsOf, startStateOf } from "./server-log";
import { startArguments } from "./server-options";

const PORT_ATTEMPTS = 5;
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

export interface StartedServer {
  readonly process: GuardedProcess;
  readonly port: number;
}

export interface ServerStart {
  readonly program: MysqldProgram;
  readonly run: RunFolder;
  /** The folder that keeps the template of an initialised data directory. */
  readonly cache: string;
  /** Default: any free one. */
  readonly port?: number | undefined;
  /** SIGTERM shuts down in order, for data that stays; SIGKILL is at once, for data that goes. */
  readonly stopSignal: "SIGKILL" | "SIGTERM";
  readonly onProgress: (message: string) => void;
  /** After all others. */
  readonly serverOptions?: readonly string[];
}

/**
 * Starts mysqld on the data that is there, else on a copy of the template. A template that a full disk or a crash spoilt
 * heals itself: when its copy does not start, it is forgotten and made anew, once.
 */
export async function startServer(start: ServerStart): Promise<StartedServer> {
  const { program, run, cache, onProgress } = start;
  const isNew = !existsSync(run.dataDir);
  const fromTemplate = isNew && (await fillDataDir(program, run.dataDir, cache, onProgress)).fromTemplate;
  onProgress(`starting ${titleOf(program)}`);
  try {
    return await startOnFreePort(start);
  } catch (error) {
    if (!fromTemplate) throw error;
    await forgetTemplate(program, cache);
    await rm(run.dataDir, { recursive: true, force: true });
    await fillDataDir(program, run.dataDir, cache, onProgress);
    return startOnFreePort(start);
  }
}

/** Between choosing a port and binding to it another process may take it: then mysqld says so, and we choose again. */
async function startOnFreePort(start: ServerStart): Promise<StartedServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = start.port ?? (await freePort());
    await rm(start.run.logFile, { force: true });
    const guarded = startGuarded({
      command: start.program.command,
      arguments: [...startArguments(start.program, start.run, port), ...(start.serverOptions ?? [])],
      logFile: start.run.logFile,
      folder: start.run.folder,
      stopSignal: start.stopSignal,
    });
    const problem = await problemAtStart(guarded, start.run.logFile);
    if (problem === undefined) return { process: guarded, port };
    await guarded.discard();
    if (!problem.isPortTaken || start.port !== undefined || attempt === PORT_ATTEMPTS) {
      throw new LocalError("mysql_start_failed", `${start.program.source} did not start: ${problem.message}`);
    }
  }
}

interface StartProblem {
  readonly isPortTaken: boolean;
  readonly message: string;
}

async function problemAtStart(guarded: GuardedProcess, logFile: string): Promise<StartProblem | undefined> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const ended = guarded.endedBecause(); // read before the log, which is complete once it has ended
    const log = textOf(logFile);
    const state = startStateOf(log);
    if (state === "ready" && ended === undefined) return undefined;
    if (state === "port-taken") return { isPortTaken: true, message: complaintsOf(log) };
    if (ended !== undefined)
      return { isPortTaken: false, message: `it ended ${ended}; it wrote: ${complaintsOf(log)}` };
    if (Date.now() > giveUpAt) {
      return { isPortTaken: false, message: `not ready after ${START_TIMEOUT_MS} ms; it wrote: ${complaintsOf(log)}` };
    }
    await delay(POLL_MS);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
