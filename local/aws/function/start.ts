import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { functionEnvironment } from "./environment";
import { type HostProcess, startHost } from "./host-process";
import { createLogLines } from "./log-lines";
import { FunctionLoadError, type InvokeOutcome, type LambdaError } from "./outcome";
import { unpackFunction } from "./unpack";

export { FunctionLoadError, type InvokeOutcome } from "./outcome";

export interface FunctionProcessOptions {
  /** The deployable package. */
  readonly zipFile: string;
  /** All that the function finds in `process.env`, besides what Lambda itself sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Default: `rotation`. */
  readonly functionName?: string;
  /** `<file>.<export>`, as Lambda writes it. Default: `index.handler`. */
  readonly handler?: string;
  /** The memory limit of the process, in MiB; above it the process is killed. Default: no limit. */
  readonly memoryMb?: number;
  /** The Node to run it with. Default: the one that runs this. */
  readonly node?: string;
  /** Gets every line that the function writes, as it comes. */
  readonly onLog?: (line: string) => void;
}

/** A function as Lambda runs it: one process, kept warm, one event at a time, a fresh one after a crash or timeout. */
export interface FunctionProcess {
  /** Of the newest process: from its start until the handler was loaded. */
  readonly coldStartMs: number;
  /** Of the newest process: the time that loading the bundle took. */
  readonly loadMs: number;
  /** Of the current process, or of the last one. */
  readonly pid: number | undefined;
  /** How many processes were started. */
  readonly coldStarts: number;
  /** The peak memory of any process, in MiB. */
  readonly peakMemoryMb: number;
  /** Hands over one event, after those before it; starts a new process when there is none. Never rejects. */
  invoke(event: unknown): Promise<InvokeOutcome>;
  /** Kills the process at once, in the middle of its work; the next event gets a new one. */
  kill(): void;
  /** Ends the process and removes what was unpacked. Events that wait, or come later, fail. */
  stop(): Promise<void>;
  /** The last lines that the function wrote to its output and error output. */
  logs(): string[];
}

/** Unpacks a function and starts its first process. Fails with `FunctionLoadError` when it cannot be loaded. */
export async function startFunctionProcess(options: FunctionProcessOptions): Promise<FunctionProcess> {
  const logs = createLogLines(options.onLog);
  const taskRoot = unpackFunction(options.zipFile);
  const { functionName = "rotation", handler = "index.handler", memoryMb, node = process.execPath } = options;
  const environment = functionEnvironment(taskRoot, { ...options, functionName, handler, memoryMb });
  const removeTaskRoot = (): void => rmSync(taskRoot, { recursive: true, force: true });
  const start = (): Promise<HostProcess> => startHost({ node, taskRoot, environment, memoryMb }, logs);

  let host = await start().catch((error: unknown) => {
    removeTaskRoot();
    throw error;
  });
  let coldStarts = 1;
  let peakMemoryMb = host.peakMemoryMb();
  let isStopped = false;
  let queue: Promise<unknown> = Promise.resolve();

  async function invokeNow(eventJson: string): Promise<InvokeOutcome> {
    if (isStopped) return failure(STOPPED, 0);
    try {
      if (!host.isAlive()) {
        await host.stop(); // a killed process needs a moment to end
        host = await start();
        coldStarts += 1;
      }
    } catch (error) {
      return failure(asLambdaError(error), 0);
    }
    const startedAt = performance.now();
    const request = { requestId: randomUUID(), eventJson, deadlineMs: Date.now() + options.timeoutMs };
    const answer = await host.invoke(request, options.timeoutMs);
    const durationMs = performance.now() - startedAt;
    peakMemoryMb = Math.max(peakMemoryMb, host.peakMemoryMb());
    if ("errorType" in answer) return failure(answer, durationMs);
    return { ok: true, payload: JSON.parse(answer.payloadJson), durationMs };
  }

  return {
    get coldStartMs() {
      return host.coldStartMs;
    },
    get loadMs() {
      return host.loadMs;
    },
    get pid() {
      return host.pid;
    },
    get coldStarts() {
      return coldStarts;
    },
    get peakMemoryMb() {
      return peakMemoryMb;
    },
    invoke: (event) => {
      const eventJson = JSON.stringify(event) ?? "null"; // now: the caller may change the object while it waits
      const outcome = queue.then(() => invokeNow(eventJson));
      queue = outcome;
      return outcome;
    },
    kill: () => host.kill(),
    stop: async () => {
      isStopped = true;
      await host.stop();
      removeTaskRoot();
    },
    logs: () => logs.lines(),
  };
}

const STOPPED: LambdaError = {
  errorType: "ResourceNotFoundException",
  errorMessage: "the function was stopped",
  trace: [],
};

const failure = (error: LambdaError, durationMs: number): InvokeOutcome => ({ ok: false, ...error, durationMs });

const asLambdaError = (error: unknown): LambdaError =>
  error instanceof FunctionLoadError
    ? { errorType: error.errorType, errorMessage: error.message, trace: error.trace }
    : { errorType: "Runtime.Unknown", errorMessage: String(error), trace: [] };
