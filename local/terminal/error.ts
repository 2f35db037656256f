/** What can go wrong in a rehearsal before or beside the rotation itself; the parts it starts throw errors of their own. */
export type RehearsalErrorCode =
  | "bad_option"
  | "provisioning_failed"
  | "server_occupied"
  | "password_in_output"
  | "not_possible_here"
  | "scene_failed"
  | "interrupted";

/** What went wrong, what was found, what is allowed and what to do. Never a secret. */
export interface RehearsalErrorParts {
  readonly problem: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly remedy: string;
}

/** An error that the command prints as one line and that decides its exit code by `code`. */
export class RehearsalError extends Error {
  readonly code: RehearsalErrorCode;

  constructor(code: RehearsalErrorCode, parts: RehearsalErrorParts, options: { readonly cause?: unknown } = {}) {
    const { problem, found, allowed, remedy } = parts;
    const words = [
      problem,
      found === undefined ? [] : `found: ${found}`,
      allowed === undefined ? [] : `allowed: ${allowed}`,
      `what to do: ${remedy}`,
    ];
    super(words.flat().join("; "), options);
    this.name = `RehearsalError:${code}`;
    this.code = code;
  }
}
