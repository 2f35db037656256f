import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

/** How a program is run. */
export interface GroupOptions {
  readonly cwd: string;
  /** All that it finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** After this it is stopped. */
  readonly timeoutMs: number;
  /** Stops it as Ctrl-C in a terminal would. */
  readonly signal?: AbortSignal | undefined;
  /** Gets every line of both channels as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Where both channels are kept, appended to what is there. */
  readonly logFile?: string | undefined;
}

/** How it ended, and what it said. */
export interface GroupRun {
  /** 128 + n when signal n ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  /** Both channels, in the order of arrival. */
  readonly output: string;
  readonly durationMs: number;
}

/** Time to end in order: Terraform writes its state, and the provider gives up its waits. */
const GRACE_MS = 20_000;

/**
 * Runs a program in a process group of its own, so that Ctrl-C at the keyboard reaches us only, and everything that it
 * started ends with it: first by SIGINT, which Terraform answers by writing its state, and after {@link GRACE_MS} by SIGKILL.
 *
 * A failure of the program is a result. Throws the signal's reason when it was aborted, and `timed out` when it took too long; in
 * both cases the whole group has ended then.
 */
export async function runInGroup(program: string, args: readonly string[], options: GroupOptions): Promise<GroupRun> {
  const { cwd, environment, timeoutMs, signal, onLine, logFile } = options;
  signal?.throwIfAborted();
  const startedMs = performance.now();
  const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a", mode: 0o600 });
  log?.write(`$ ${[program, ...args].join(" ")}\n`);
  const child = spawn(program, [...args], { cwd, env: environment, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, by) => resolve(code ?? (by === "SIGKILL" ? 137 : 130)));
  });
  let stdout = "";
  let output = "";
  let unfinished = "";
  const hear = (text: string): void => {
    output += text;
    log?.write(text);
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) onLine?.(line);
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    hear(text);
  });
  child.stderr.setEncoding("utf8").on("data", hear);

  const sendToGroup = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // the group has ended
    }
  };
  let stoppedBecause: unknown;
  let impatience: NodeJS.Timeout | undefined;
  const stop = (reason: unknown): void => {
    if (stoppedBecause !== undefined) return;
    stoppedBecause = reason;
    sendToGroup("SIGINT");
    impatience = setTimeout(() => sendToGroup("SIGKILL"), GRACE_MS);
  };
  const onAbort = (): void => stop(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => stop(tooSlow(program, args, timeoutMs)), timeoutMs);
  const killWithUs = (): void => sendToGroup("SIGKILL");
  process.once("exit", killWithUs);
  try {
    const exitCode = await ended;
    if (stoppedBecause !== undefined) throw stoppedBecause;
    return { exitCode, stdout, output, durationMs: performance.now() - startedMs };
  } finally {
    sendToGroup("SIGKILL"); // what it left behind: the CLI of CDKTF has been seen to die before its Terraform
    clearTimeout(timer);
    clearTimeout(impatience);
    signal?.removeEventListener("abort", onAbort);
    process.off("exit", killWithUs);
    await new Promise<void>((resolve) => (log === undefined ? resolve() : log.end(resolve)));
  }
}

function tooSlow(program: string, args: readonly string[], timeoutMs: number): Error {
  return new Error(`${program} ${args.join(" ")} ran longer than ${timeoutMs} ms and was stopped`);
}
