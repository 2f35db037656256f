/**
 * The closed vocabulary of what can go wrong in the function.
 *
 * Every failure that leaves the function is a {@link RotationError}: a stable `code` to switch on, an `effect` that says
 * whether anything was changed, and a message that says what went wrong, what was found, what is allowed and what to do.
 * No message ever holds a secret: adapters redact before they construct one.
 */
export const ERROR_CODES = [
  // what was asked for
  "bad_event",
  "bad_setting",
  "bad_secret_value",
  "bad_admin_secret",
  // the state of the secret
  "rotation_not_enabled",
  "version_not_staged",
  "version_not_pending",
  "secret_not_found",
  "version_not_found",
  "version_already_exists",
  "version_not_tested",
  "pending_outdated",
  "secrets_manager_refused",
  "secrets_manager_unavailable",
  "rotation_timed_out",
  // what was deployed
  "code_not_deployed",
  // the guards
  "host_mismatch",
  "user_mismatch",
  "username_too_long",
  "forbidden_account",
  "account_not_ours",
  "account_not_found",
  "credential_lost",
  "unsupported_strategy",
  "unsupported_server",
  "unsupported_account",
  // the database
  "network_unreachable",
  "tls_untrusted",
  "tls_wrong_name",
  "tls_unavailable",
  "login_refused",
  "admin_login_refused",
  "account_locked",
  "password_expired",
  "unknown_database",
  "too_many_connections",
  "read_only_server",
  "replica_behind",
  "replica_stopped",
  "missing_privilege",
  "object_missing",
  "account_is_definer",
  "password_rejected",
  "password_reused",
  "password_not_primary",
  "password_required",
  "rotation_in_progress",
  "account_incomplete",
  "database_locked",
  "statement_timed_out",
  "server_unavailable",
  "database_refused",
  "deadline_exceeded",
  // a defect of the function itself
  "internal_error",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What the failed operation had changed when it failed: only `none` may choose another path, `unknown` must be probed. */
export type Effect = "none" | "applied" | "unknown";

/** The message recipe. `found` and `allowed` may be left out where they would repeat `problem`; `remedy` never is. */
export interface ErrorParts {
  /** What went wrong, as a clause: `the value of secret X has no "host"`. */
  readonly problem: string;
  /** What was found instead. Never a secret. */
  readonly found?: string;
  /** What would have been accepted. */
  readonly allowed?: string;
  /** What a person does now, as an imperative. */
  readonly remedy: string;
}

/** Whose login failed, or whose session met the failure. */
export interface LoginEndpoint {
  readonly username: string;
  readonly host: string;
  readonly port: number;
  /** What the server is; a MySQL where nothing is said. */
  readonly engine?: "mysql" | "mariadb";
}

/** What a person does whose effect is known to be safe here, and not wherever the code is thrown. */
export type RemedyAction =
  /** Remove AWSPENDING and start a new rotation: the database has not got the pending password, or nobody depends on it. */
  | { readonly kind: "cancel" }
  /** Put the tag of the strategy back, so that the pending rotation can end. */
  | { readonly kind: "restore-strategy"; readonly strategy: "admin-rotated" | "alternating-users" }
  /** Move AWSCURRENT back to a version that it was moved away from by hand, and that logs in. */
  | { readonly kind: "move-current-back"; readonly to: string; readonly from: string };

export interface ErrorContext {
  readonly effect?: Effect;
  readonly cause?: unknown;
  readonly endpoint?: LoginEndpoint;
  readonly action?: RemedyAction;
  /** ARN or name of the admin secret, where the error is about its credential. */
  readonly adminSecretId?: string;
  /** True where repeating cannot help although the code alone does not say so. */
  readonly needsHuman?: boolean;
}

/** The only error that leaves the function. `name` is the code, so that Lambda's `errorType` and an alarm can show it. */
export class RotationError extends Error {
  readonly code: ErrorCode;
  readonly effect: Effect;
  readonly parts: ErrorParts;
  /** Where the database is concerned: who spoke to which server. */
  readonly endpoint: LoginEndpoint | undefined;
  readonly action: RemedyAction | undefined;
  /** Where the credential of an admin secret is concerned: which. */
  readonly adminSecretId: string | undefined;
  /** True where repeating cannot help although the code alone does not say so. */
  readonly needsHuman: boolean;

  constructor(code: ErrorCode, parts: ErrorParts, context: ErrorContext = {}) {
    super(messageOf(parts), context.cause === undefined ? undefined : { cause: context.cause });
    this.name = `RotationError:${code}`;
    this.code = code;
    this.effect = context.effect ?? "none";
    this.parts = parts;
    this.endpoint = context.endpoint;
    this.action = context.action;
    this.adminSecretId = context.adminSecretId;
    this.needsHuman = context.needsHuman ?? false;
  }

  /** The same error with something else in it. */
  with(changes: Partial<ErrorContext> & { readonly parts?: ErrorParts }): RotationError {
    const { effect, cause, endpoint, action, adminSecretId, needsHuman } = this;
    const context = {
      effect,
      needsHuman,
      ...(cause === undefined ? {} : { cause }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(action === undefined ? {} : { action }),
      ...(adminSecretId === undefined ? {} : { adminSecretId }),
    };
    return new RotationError(this.code, changes.parts ?? this.parts, { ...context, ...changes });
  }
}

/** The same error, naming the user and the server that it is about where it named none: its command can then be pasted. */
export function locatedError(error: RotationError, endpoint: LoginEndpoint): RotationError {
  return error.endpoint === undefined ? error.with({ endpoint }) : error;
}

/** True for an error of the given code. */
export function isRotationError(error: unknown, code?: ErrorCode): error is RotationError {
  return error instanceof RotationError && (code === undefined || error.code === code);
}

const MAX_MESSAGE_CHARACTERS = 4_000;
/** Ends of lines, other controls, and what changes the direction of the text after it. */
const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** One line of bounded length, whatever the parts quote: a stranger's line break must not begin a line of the log. */
function messageOf(parts: ErrorParts): string {
  const message = [
    parts.problem,
    parts.found === undefined ? undefined : `found: ${parts.found}`,
    parts.allowed === undefined ? undefined : `allowed: ${parts.allowed}`,
    `what to do: ${parts.remedy}`,
  ]
    .filter((part) => part !== undefined)
    .join("; ");
  return message.replace(UNSHOWABLE, " ").slice(0, MAX_MESSAGE_CHARACTERS);
}
