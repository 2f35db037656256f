import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { holdParent } from "../../terminal/hold-parent";
import type { LogLines } from "./log-lines";
import { heapOptions, killAbove } from "./memory-limit";
import type { HostMessage, HostRequest } from "./messages";
import { exited, FunctionLoadError, type LambdaError, timedOut } from "./outcome";

/** One process of the function, from its cold start to its end. It handles one event at a time. */
export interface HostProcess {
  readonly pid: number | undefined;
  /** From the start of the process until the handler was loaded. */
  readonly coldStartMs: number;
  /** The part of it that loading the bundle took. */
  readonly loadMs: number;
  isAlive(): boolean;
  peakMemoryMb(): number;
  /** Resolves to the payload's JSON or to the error; after a timeout or an exit the process is gone. */
  invoke(request: HostRequest, timeoutMs: number): Promise<{ readonly payloadJson: string } | LambdaError>;
  kill(): void;
  /** Ends the process in order; resolves when it is gone. */
  stop(): Promise<void>;
}

const STOP_GRACE_MS = 1_000;
const OUTPUT_GRACE_MS = 200;

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How a process is started. */
export interface HostStart {
  readonly node: string;
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  /** In MiB. */
  readonly memoryMb: number | undefined;
}

/** Starts a process and waits until the handler is loaded. Fails with `FunctionLoadError`. */
export async function startHost(start: HostStart, logs: LogLines): Promise<HostProcess> {
  const startedAt = performance.now();
  const child = fork(join(__dirname, "host.cjs"), [], {
    cwd: start.taskRoot,
    env: start.environment,
    execPath: start.node,
    execArgv: heapOptions(start.memoryMb), // and not the loaders and debuggers of the process that we are in
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) logs.follow(stream);
  let exit: Exit | undefined;
  const gone = new Promise<Exit>((resolve) => {
    const ended = (code: number | null, signal: NodeJS.Signals | null): void => {
      exit ??= { code, signal };
      setTimeout(resolve, OUTPUT_GRACE_MS, exit); // what it started may hold its output open for longer
    };
    child.once("exit", ended);
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("error", () => ended(null, null));
  });
  if (start.memoryMb !== undefined) killAbove(start.memoryMb, child, gone);
  let isKilled = false;
  let memoryMb = 0;
  child.on("message", (message: HostMessage) => {
    if ("memoryMb" in message) memoryMb = message.memoryMb;
  });

  const first = await Promise.race([nextMessage(child), gone]);
  if (!("kind" in first) || first.kind !== "loaded") {
    child.kill("SIGKILL");
    throw new FunctionLoadError(
      "kind" in first && first.kind === "load-failed" ? first.error : exitedWhileLoading(await gone),
    );
  }
  const coldStartMs = performance.now() - startedAt;
  holdParent(child, false);

  return {
    pid: child.pid,
    coldStartMs,
    loadMs: first.loadMs,
    isAlive: () => exit === undefined && !isKilled,
    peakMemoryMb: () => memoryMb,
    kill: () => {
      isKilled = true;
      child.kill("SIGKILL");
    },
    invoke: async (request, timeoutMs) => {
      holdParent(child, true);
      try {
        return await answerOf(child, gone, request, timeoutMs);
      } finally {
        await nextTurn(); // what the handler wrote is in the pipes by now: let it be read before the caller continues
        holdParent(child, false);
      }
    },
    stop: async () => {
      if (exit !== undefined) return;
      holdParent(child, true);
      if (child.connected) child.disconnect();
      const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS); // it may be in an endless loop
      await gone;
      clearTimeout(impatience);
    },
  };
}

/** Sends one event and waits for the first of: an answer, the end of the process, the end of the time. */
async function answerOf(
  child: ChildProcess,
  gone: Promise<Exit>,
  request: HostRequest,
  timeoutMs: number,
): Promise<{ readonly payloadJson: string } | LambdaError> {
  const clock = new AbortController();
  const time = delay(timeoutMs, "time is over" as const, { signal: clock.signal }).catch(() => "time is over" as const);
  const answer = nextMessage(child);
  child.send(request, () => {}); // the exit of the process reports it
  const first = await Promise.race([answer, gone, time]);
  clock.abort();
  if (first === "time is over") {
    child.kill("SIGKILL");
    await gone;
    return timedOut(request.requestId, timeoutMs);
  }
  if ("kind" in first) {
    if (first.kind === "returned") return { payloadJson: first.payloadJson };
    if (first.kind === "crashed") await gone; // so that the next event does not meet a process that is leaving
    if (first.kind !== "loaded") return first.error;
  }
  const { code, signal } = await gone;
  return exited(request.requestId, code, signal);
}

const nextMessage = (child: ChildProcess): Promise<HostMessage> =>
  new Promise((resolve) => {
    child.once("message", (message) => resolve(message as HostMessage));
  });

const exitedWhileLoading = ({ code, signal }: Exit): LambdaError => exited("init", code, signal);
