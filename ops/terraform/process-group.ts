import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { descendantsOf } from "./descendants";

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
  /** After so long without an end it is killed; {@link GRACE_MS} unless it says more. */
  readonly graceMs?: number;
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
const LOOK_MS = 500;
/** The program that must not be ended in the middle of its work. */
const CAREFUL = "terraform";

/**
 * Runs a program in a process group of its own, so that Ctrl-C at the keyboard reaches us only, and everything that it
 * started ends with it. When it is stopped, each Terraform below it gets one SIGINT, which it answers by writing down what it has made,
 * and the program ends after it; where there is no Terraform, the group gets the SIGINT. The CLI of CDKTF itself gets none: it runs
 * Terraform in a terminal of its own, ends at once, and hangs up on it in the middle of its work, with what it made in no state
 * (seen). After {@link GroupOptions.graceMs} whatever is left is killed.
 *
 * A failure of the program is a result. Throws the signal's reason when it was aborted, and {@link StoppedAfterTimeout} when it took too long; in
 * both cases the whole group has ended then.
 */
export async function runInGroup(program: string, args: readonly string[], options: GroupOptions): Promise<GroupRun> {
  const { cwd, environment, timeoutMs, signal, onLine, logFile, graceMs = GRACE_MS } = options;
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

  const seen = new Set<number>();
  const asked = new Set<number>();
  /** Asks each Terraform once; where there is none, the program itself. */
  const interrupt = (): void => {
    const below = child.pid === undefined ? [] : descendantsOf(child.pid);
    for (const { pid } of below) seen.add(pid);
    const careful = below.filter(({ program: name }) => name === CAREFUL).map(({ pid }) => pid);
    const all = careful.length === 0 && asked.size === 0 && child.pid !== undefined ? [-child.pid] : careful;
    for (const pid of all.filter((one) => !asked.has(one))) {
      asked.add(pid);
      sendTo(pid, "SIGINT");
    }
  };
  const kill = (): void => {
    const below = child.pid === undefined ? [] : descendantsOf(child.pid);
    for (const pid of [...seen, ...below.map((one) => one.pid)]) sendTo(pid, "SIGKILL");
    if (child.pid !== undefined) sendTo(-child.pid, "SIGKILL");
  };
  let stoppedBecause: unknown;
  let looking: NodeJS.Timeout | undefined;
  let impatience: NodeJS.Timeout | undefined;
  const stop = (reason: unknown): void => {
    if (stoppedBecause !== undefined) return;
    stoppedBecause = reason;
    interrupt();
    looking = setInterval(interrupt, LOOK_MS); // the CLI may be about to start another one
    impatience = setTimeout(kill, graceMs);
  };
  const onAbort = (): void => stop(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => stop(new StoppedAfterTimeout(program, args, timeoutMs)), timeoutMs);
  process.once("exit", kill);
  try {
    const exitCode = await ended;
    if (stoppedBecause !== undefined) throw stoppedBecause;
    return { exitCode, stdout, output, durationMs: performance.now() - startedMs };
  } finally {
    kill(); // what it left behind: the CLI of CDKTF has been seen to die before its Terraform
    clearTimeout(timer);
    clearTimeout(impatience);
    clearInterval(looking);
    signal?.removeEventListener("abort", onAbort);
    process.off("exit", kill);
    await new Promise<void>((resolve) => (log === undefined ? resolve() : log.end(resolve)));
  }
}

function sendTo(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended
  }
}

/** A program that was stopped because it took too long. */
export class StoppedAfterTimeout extends Error {
  override readonly name = "StoppedAfterTimeout";

  constructor(
    program: string,
    args: readonly string[],
    readonly timeoutMs: number,
  ) {
    super(`${program} ${args.join(" ")} ran longer than ${timeoutMs} ms and was stopped`);
  }
}
