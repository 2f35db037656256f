import { type FunctionProcess, startFunctionProcess } from "../aws/function/start";
import type { CallCounter } from "../load/call-counter";
import type { RehearsalClock } from "../terminal/clock";
import type { InstanceRecord, RotationOutcome } from "./record";

/** What the function is started with. */
export interface FunctionPoolOptions {
  readonly zipFile: string;
  /** Without access key: each process gets its own, so that its calls can be told from all others. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly clock: RehearsalClock;
  readonly calls: CallCounter;
}

/** One invocation, as whoever invoked it sees it. */
export interface Invocation {
  readonly payload: unknown;
  readonly instance: string;
  readonly cold: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly apiCalls: number;
  readonly outcome: RotationOutcome;
}

/** What an invocation answers: the shape that the embedded Secrets Manager expects. */
export type InvocationResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** The function as Lambda would run it: a process serves one invocation at a time and stays warm for the next. */
export interface FunctionPool {
  invoke(payload: unknown): Promise<InvocationResult>;
  readonly invocations: readonly Invocation[];
  instances(): readonly InstanceRecord[];
  /** Everything that all processes wrote so far, in lines. */
  logLines(): readonly string[];
  stop(): Promise<void>;
}

interface Instance {
  readonly name: string;
  readonly process: FunctionProcess;
  busy: boolean;
}

/** Makes the pool; the first process is started by the first invocation, and a further one whenever all are busy. */
export function functionPool(options: FunctionPoolOptions): FunctionPool {
  const { clock, calls } = options;
  const instances: Instance[] = [];
  const starting: Promise<unknown>[] = [];
  const invocations: Invocation[] = [];
  let started = 0;
  let stopped = false;

  const start = async (): Promise<Instance> => {
    if (stopped) throw new Error("the function was stopped");
    started += 1;
    const name = `FUNCTION${started}`;
    const { zipFile, environment, timeoutMs } = options;
    const starts = startFunctionProcess({
      zipFile,
      timeoutMs,
      environment: { ...environment, AWS_ACCESS_KEY_ID: name, AWS_SECRET_ACCESS_KEY: "not-checked" },
    });
    starting.push(starts.catch(() => undefined));
    const instance: Instance = { name, process: await starts, busy: true };
    instances.push(instance);
    return instance;
  };

  return {
    invocations,
    async invoke(payload) {
      const startMs = clock.nowMs();
      const idle = instances.find((instance) => !instance.busy);
      if (idle !== undefined) idle.busy = true;
      let name = idle?.name ?? "none";
      let callsBefore = calls.by(name);
      let result: InvocationResult;
      try {
        const instance = idle ?? (await start());
        name = instance.name;
        if (idle === undefined) callsBefore = 0;
        result = await instance.process.invoke(payload);
        instance.busy = false;
      } catch (error) {
        result = { ok: false, errorType: "FunctionLoadError", errorMessage: String(error) };
      }
      invocations.push({
        payload,
        instance: name,
        cold: idle === undefined,
        startMs,
        endMs: clock.nowMs(),
        apiCalls: calls.by(name) - callsBefore,
        outcome: result.ok ? { ok: true } : { ok: false, reason: `${result.errorType}: ${result.errorMessage}` },
      });
      return result;
    },
    instances: () =>
      instances.map(({ name, process }) => ({
        name,
        coldStartMs: process.coldStartMs,
        loadMs: process.loadMs,
        peakMemoryMb: process.peakMemoryMb,
      })),
    logLines: () => instances.flatMap(({ process }) => process.logs()),
    async stop() {
      stopped = true;
      await Promise.all(starting);
      await Promise.all(instances.map(({ process }) => process.stop()));
    },
  };
}
