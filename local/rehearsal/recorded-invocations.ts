import type { InstanceRecord, RotationOutcome } from "../aws/function/instance-record";
import { createProcessPool } from "../aws/function/pool";
import type { FunctionProcessOptions } from "../aws/function/start";
import type { CallCounter } from "../load/call-counter";
import type { RehearsalClock } from "../terminal/clock";

/** What the function is started with. */
export interface RecordedFunctionOptions extends Pick<FunctionProcessOptions, "zipFile" | "timeoutMs"> {
  /** Without access key: each process gets its own, so that its calls can be told from all others. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: RehearsalClock;
  readonly calls: CallCounter;
}

/** One invocation, as its caller sees it. */
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

/** A function whose invocations are recorded. */
export interface RecordedFunction {
  invoke(payload: unknown): Promise<InvocationResult>;
  readonly invocations: readonly Invocation[];
  instances(): readonly InstanceRecord[];
  /** Everything that all processes wrote so far, in lines. */
  logLines(): readonly string[];
  stop(): Promise<void>;
}

const instanceName = (processNumber: number): string => (processNumber === 0 ? "none" : `FUNCTION${processNumber}`);

/** Makes the function; its first process is started by the first invocation, and a further one whenever all are busy. */
export function recordedFunction(options: RecordedFunctionOptions): RecordedFunction {
  const { zipFile, timeoutMs, environment, clock, calls } = options;
  const invocations: Invocation[] = [];
  /** Calls of each process up to its last invocation. A process calls only while it handles one. */
  const callsBefore = new Map<string, number>();
  const pool = createProcessPool((number) => ({
    zipFile,
    timeoutMs,
    environment: { ...environment, AWS_ACCESS_KEY_ID: instanceName(number), AWS_SECRET_ACCESS_KEY: "not-checked" },
  }));
  return {
    invocations,
    async invoke(payload) {
      const startMs = clock.nowMs();
      const { outcome, processNumber, isCold } = await pool.run(payload);
      const instance = instanceName(processNumber);
      const callsNow = calls.by(instance);
      invocations.push({
        payload,
        instance,
        cold: isCold,
        startMs,
        endMs: clock.nowMs(),
        apiCalls: callsNow - (callsBefore.get(instance) ?? 0),
        outcome: outcome.ok ? { ok: true } : { ok: false, reason: `${outcome.errorType}: ${outcome.errorMessage}` },
      });
      callsBefore.set(instance, callsNow);
      return outcome;
    },
    instances: () =>
      pool.processes().map(({ number, process: { coldStartMs, loadMs, peakMemoryMb } }) => ({
        name: instanceName(number),
        coldStartMs,
        loadMs,
        peakMemoryMb,
      })),
    logLines: () => pool.processes().flatMap(({ process }) => process.logs()),
    stop: () => pool.stop(),
  };
}
