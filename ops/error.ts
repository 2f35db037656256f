/** The exit codes of every command: 0 good, 1 a finding or a failure, 2 wrong use, 130 interrupted by Ctrl-C. */
export const EXIT = { good: 0, finding: 1, wrongUse: 2, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What keeps a command from doing its work. */
export const OPS_ERROR_CODES = [
  "bad_command",
  "confirmation_required",
  "declined",
  "environment_invalid",
  "synthesis_failed",
  "wrong_account",
  "not_deployed",
  "secret_not_found",
  "secret_deleted",
  "access_denied",
  "credentials_missing",
  "aws_unavailable",
  "aws_refused",
  "function_failed",
  "refused",
  "interrupted",
  "local_aws_not_running",
  "tunnel_failed",
  "client_missing",
  "statement_refused",
] as const;

export type OpsErrorCode = (typeof OPS_ERROR_CODES)[number];

/** The message recipe of the project: what failed, what was found, what is allowed, what to do. */
export interface OpsErrorParts {
  readonly problem: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly remedy: string;
}

/** The only error that a command throws on purpose. Its message never holds the value of a secret. */
export class OpsError extends Error {
  override readonly name = "OpsError";

  constructor(
    readonly code: OpsErrorCode,
    readonly parts: OpsErrorParts,
    options: { readonly cause?: unknown } = {},
  ) {
    super(messageOf(parts), options.cause === undefined ? undefined : { cause: options.cause });
  }

  get exitCode(): ExitCode {
    if (this.code === "interrupted") return EXIT.interrupted;
    return WRONG_USE.includes(this.code) ? EXIT.wrongUse : EXIT.finding;
  }
}

const WRONG_USE: readonly OpsErrorCode[] = ["bad_command", "confirmation_required"];

function messageOf({ problem, found, allowed, remedy }: OpsErrorParts): string {
  return [
    problem,
    ...(found === undefined ? [] : [`found: ${found}`]),
    ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
    `what to do: ${remedy}`,
  ].join("; ");
}
