import { ERROR_CODES, type ErrorCode } from "../../rotation-fn/errors";
import { OpsError } from "../error";

/** The rotation function answered with an error of its own vocabulary. */
export class FunctionFailure extends OpsError {
  constructor(
    /** Undefined where Lambda ended the invocation: out of memory, timed out. */
    readonly functionCode: ErrorCode | undefined,
    readonly functionMessage: string,
  ) {
    super("function_failed", {
      problem: `the rotation function failed${functionCode === undefined ? "" : ` (${functionCode})`}`,
      found: functionMessage,
      remedy:
        functionCode === undefined
          ? "read its log: npm run ops -- logs <environment> <secret>"
          : `npm run ops -- explain ${functionCode}`,
    });
  }
}

/** Reads what Lambda answers for a failed invocation: `{ errorType, errorMessage }`. */
export function functionFailure(payload: unknown): FunctionFailure {
  const { errorType, errorMessage } = (payload ?? {}) as {
    readonly errorType?: unknown;
    readonly errorMessage?: unknown;
  };
  const code = ERROR_CODES.find((known) => errorType === `RotationError:${known}`);
  return new FunctionFailure(code, String(errorMessage ?? errorType ?? "no message").slice(0, 4_000));
}
