import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { lastLines } from "../../mysql/run-program";
import { LocalError } from "../../terminal/error";
import { holdParent } from "../../terminal/hold-parent";
import type { Moto } from "./find-moto";

export interface RunningMoto {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly pid: number | undefined;
  /** Writes the state, ends the process and resolves when it is gone. May be called again. */
  stop(): Promise<void>;
}

export interface StartMotoOptions {
  /** Where its state is read from and kept. Without it everything is forgotten. A user that may write this file may run programs as us. */
  readonly stateFile?: string;
  /** Twelve digits. Default: moto's own, 123456789012. */
  readonly accountId?: string;
  /** Gets what it complains about, line by line. */
  readonly onLog?: (line: string) => void;
}

/** AWS's default quota of Lambda's concurrent executions. moto enforces it in PutFunctionConcurrency, as Lambda does, when it is configured so. */
export const LAMBDA_CONCURRENCY = 1_000;

const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;
const MAX_STDERR_CHARACTERS = 2_000;

/**
 * Starts moto on a free port of 127.0.0.1 and waits until it listens. It ends with `stop`, or with this process however that ends: its
 * input closes then. It does not keep this process alive. Throws `moto_start_failed`.
 */
export async function startMoto(moto: Moto, options: StartMotoOptions = {}): Promise<RunningMoto> {
  const child = spawn(moto.python, [join(__dirname, "server.py"), options.stateFile ?? "-"], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME, // where Python keeps what pip installed for this user
      LANG: "C.UTF-8",
      PYTHONDONTWRITEBYTECODE: "1",
      MOTO_LAMBDA_CONCURRENCY_QUOTA: String(LAMBDA_CONCURRENCY),
      ...(options.accountId === undefined ? {} : { MOTO_ACCOUNT_ID: options.accountId }),
      ...moto.environment,
    },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-MAX_STDERR_CHARACTERS);
    for (const line of text.split("\n")) if (line.trim() !== "") options.onLog?.(`moto: ${line}`);
  });
  child.stdin.on("error", () => {}); // it is gone: its exit says so
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      said += error.message;
      resolve();
    });
  });
  const stop = (): Promise<void> => stopProcess(child, gone);
  const port = await portOf(child, gone);
  if (port === undefined) {
    await stop();
    throw new LocalError(
      "moto_start_failed",
      `moto ${moto.version} did not start within ${START_TIMEOUT_MS / 1000} s; it wrote: ${lastLines(said) || "nothing"}`,
    );
  }
  holdParent(child, false);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}

/** The port that it listens on; undefined when it ended or the time was over. */
async function portOf(child: ChildProcess, gone: Promise<void>): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const listening = new Promise<number>((resolve) => {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const port = /^listening (\d+)$/m.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, START_TIMEOUT_MS, undefined);
  });
  const first = await Promise.race([listening, gone.then(() => undefined), tooLate]);
  clearTimeout(timer);
  return first;
}

async function stopProcess(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  holdParent(child, true);
  child.stdin?.end();
  const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
  await gone;
  clearTimeout(impatience);
}
