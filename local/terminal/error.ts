/** Why a local program (rehearsal, lifecycle run, sandbox, measurement, local AWS, local MySQL) could not do its work. */
export type LocalErrorCode =
  /** An option or a value of an option is not one of those that are allowed. Nothing was started. */
  | "bad_option"
  /** The sandbox has no such command, stack or secret. Nothing was done. */
  | "bad_command"
  /** Ctrl-C or another signal stopped the command. */
  | "interrupted"
  /** A text that was about to be printed or kept holds a password. It was neither printed nor kept. */
  | "password_in_output"
  /** A program that this one ran failed, took too long or is missing. */
  | "command_failed"
  /** The function could not make database, user and first value of a secret. */
  | "provisioning_failed"
  /** The server of MYSQL_URL already has what the rehearsal would make and drop. */
  | "server_occupied"
  /** A check of a scenario in the lifecycle run failed. */
  | "scenario_failed"
  /** The sandbox does not run, and the command needs it. */
  | "not_running"
  /** The sandbox is already running. */
  | "already_running"
  /** The sandbox did not come up. */
  | "not_started"
  /** The sandbox runs, and what the command needs is not deployed to it. */
  | "not_deployed"
  /** No moto of the measured version is here, and none could be installed. */
  | "moto_not_found"
  /** moto ended or did not listen in time. */
  | "moto_start_failed"
  /** No source gave a MySQL; the message lists what was tried. */
  | "mysql_not_found"
  /** The server of MYSQL_URL cannot be used. */
  | "mysql_url_unusable"
  /** MYSQL_VERSION names no series that is supported. */
  | "mysql_version_unusable"
  /** A MySQL of our own ended or did not listen in time. */
  | "mysql_start_failed"
  /** The server rejected a statement or login that prepares it. */
  | "mysql_setup_failed"
  /** REFERENCE_DIR or REFERENCE_PYTHON do not lead to a function that can be run. */
  | "reference_unusable"
  /** A measured function's process ended, or answered with something else than an answer. */
  | "function_broken"
  /** A rotation that was to be measured did not complete. */
  | "rotation_failed"
  /** Two independent counts of the same thing differ, so the figure would be wrong. */
  | "counts_differ";

/** What went wrong, what was found, what is allowed and what to do. Never a secret. */
export interface LocalErrorParts {
  readonly problem: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly remedy: string;
}

/** The codes for which the person has to change the command line: nothing was started. */
const BAD_INPUT: ReadonlySet<LocalErrorCode> = new Set(["bad_option", "bad_command"]);

/** The one error of everything in `local` and `bench`. The command frame prints its message with its code. */
export class LocalError extends Error {
  readonly code: LocalErrorCode;
  /** For the shell: 2 when the command line has to be corrected, else 1. */
  readonly exitCode: number;

  /** A message that is text already says the four parts in its own order. */
  constructor(code: LocalErrorCode, message: LocalErrorParts | string, options?: ErrorOptions) {
    super(typeof message === "string" ? message : sentence(message), options);
    this.name = `LocalError:${code}`;
    this.code = code;
    this.exitCode = BAD_INPUT.has(code) ? 2 : 1;
  }
}

function sentence({ problem, found, allowed, remedy }: LocalErrorParts): string {
  return [
    problem,
    found === undefined ? [] : `found: ${found}`,
    allowed === undefined ? [] : `allowed: ${allowed}`,
    `what to do: ${remedy}`,
  ]
    .flat()
    .join("; ");
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
