/** What can go wrong in a measurement beside what the parts that it starts throw themselves. */
export type BenchErrorCode =
  /** A malformed option of the command. */
  | "bad_option"
  /** REFERENCE_DIR or REFERENCE_PYTHON do not lead to a function that can be run. */
  | "reference_unusable"
  /** A process of a function ended or answered with something else than an answer. */
  | "function_broken"
  /** A rotation that was to be measured did not complete. */
  | "rotation_failed"
  /** Two witnesses count different numbers: the figure would be wrong. */
  | "counts_differ";

/** What went wrong, what was found, what is allowed and what to do. Never a secret. */
export interface BenchErrorParts {
  readonly problem: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly remedy: string;
}

/** An error that the command prints as one line. */
export class BenchError extends Error {
  readonly code: BenchErrorCode;

  constructor(code: BenchErrorCode, parts: BenchErrorParts, options: { readonly cause?: unknown } = {}) {
    const { problem, found, allowed, remedy } = parts;
    const sentences = [
      problem,
      found === undefined ? [] : `found: ${found}`,
      allowed === undefined ? [] : `allowed: ${allowed}`,
      `what to do: ${remedy}`,
    ];
    super(sentences.flat().join("; "), options);
    this.name = `BenchError:${code}`;
    this.code = code;
  }
}
