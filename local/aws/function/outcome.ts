/** The outcome of one invocation: the handler's value, or the error as Lambda serialises it. */
export type InvokeOutcome =
  | { readonly ok: true; readonly payload: unknown; readonly durationMs: number }
  | {
      readonly ok: false;
      /** The error's name, or one of Lambda's own: `Sandbox.Timedout`, `Runtime.ExitError`, `Runtime.…`. */
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
      readonly durationMs: number;
    };

/** An error in the shape of Lambda's response to a failed invocation. */
export interface LambdaError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** Lambda's answer when the time is over: `Task timed out after 3.00 seconds`. */
export const timedOut = (requestId: string, timeoutMs: number): LambdaError => ({
  errorType: "Sandbox.Timedout",
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  trace: [],
});

/** Lambda's answer when the process ended before it answered. */
export const exited = (requestId: string, code: number | null, signal: NodeJS.Signals | null): LambdaError => ({
  errorType: "Runtime.ExitError",
  errorMessage: `RequestId: ${requestId} Error: Runtime exited ${howItExited(code, signal)}`,
  trace: [],
});

function howItExited(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL") return "with error: signal: killed";
  if (signal !== null) return `with error: signal: ${signal.slice(3).toLowerCase()}`;
  return code === 0 ? "without providing a reason" : `with error: exit status ${code}`;
}

/** The function could not be unpacked or loaded. `errorType` is Lambda's, such as `Runtime.ImportModuleError`. */
export class FunctionLoadError extends Error {
  readonly errorType: string;
  readonly trace: readonly string[];

  constructor(error: LambdaError) {
    super(error.errorMessage);
    this.name = "FunctionLoadError";
    this.errorType = error.errorType;
    this.trace = error.trace;
  }
}
