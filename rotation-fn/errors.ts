/**
 * The closed vocabulary of what can go wrong in the function.
 *
 * Every failure that leaves the function is a {@link RotationError}: a stable `code` to switch on, an `effect` that says
 * whether anything was changed, and a message that says what went wrong, what was found, what is allowed and what to do.
 * No message ever holds a secret: adapters redact before they construct one.
 *
 * The docstring of a code says when it is thrown and what its `cause` is. A cause is a new error with the text that may be shown,
 * never the driver's or the SDK's object, which holds SQL text or the request.
 */
export const ERROR_CODES = [
  // what was asked for
  /** The event is not one of the documented forms. No cause. */
  "bad_event",
  /** An environment variable or the tag of the user pair is wrong. Cause: the file system's error for a CA file; otherwise none. */
  "bad_setting",
  /** The app secret's value is missing a member, has a wrong one, is binary, or is too large. No cause: a parser's error quotes the value. */
  "bad_secret_value",
  /** The admin secret's value has no user name or password. No cause, for the same reason. */
  "bad_admin_secret",
  // the state of the secret
  /** DescribeSecret reports rotation as off, or never configured. No cause. */
  "rotation_not_enabled",
  /** The token is not a version of the secret with a label. No cause. */
  "version_not_staged",
  /** The token's version is not AWSPENDING, or has the password of AWSCURRENT. No cause. */
  "version_not_pending",
  /** Secrets Manager does not know the secret in this account and region. Cause: its answer. */
  "secret_not_found",
  /** The secret has no such version, or the version has no value. Cause: Secrets Manager's answer; none where a step finds it. */
  "version_not_found",
  /** The version already has another value. Cause: Secrets Manager's answer. */
  "version_already_exists",
  /** finishSecret was called for a version that does not log in. Cause: the error of that login. */
  "version_not_tested",
  /** AWSCURRENT changed after createSecret copied it. No cause. */
  "pending_outdated",
  /** Secrets Manager answered 4xx for another reason: permissions, a deletion, a moved label. Cause: its answer. */
  "secrets_manager_refused",
  /** Secrets Manager did not answer, throttled, or answered 5xx. Cause: the SDK's error. */
  "secrets_manager_unavailable",
  /** await-rotation waited for its whole time, and the steps succeed when it runs them. No cause. */
  "rotation_timed_out",
  // what was deployed
  /** await-rotation runs in code that is not the planned package. No cause. */
  "code_not_deployed",
  // the guards
  /** A host or port in a value differs from its pair, its admin secret, the environment or the allowed hosts. No cause. */
  "host_mismatch",
  /** A version or the value names another user than the strategy or the environment expects. No cause. */
  "user_mismatch",
  /** The alternate user's name exceeds the engine's or the configured limit. Cause: the server's answer (1470); none where a guard finds it. */
  "username_too_long",
  /** The user is a system account or the admin's own. No cause. */
  "forbidden_account",
  /** The account exists, and neither its mark nor its password shows that it is this secret's. No cause. */
  "account_not_ours",
  /** An account that the step needs does not exist (any more). Cause: the server's answer (1396, 1133); none where a step finds it. */
  "account_not_found",
  /** The server refuses every version of the secret that the strategy may try. No cause: each refusal is named in `found`. */
  "credential_lost",
  /** The tag or setting names no strategy. No cause. */
  "unsupported_strategy",
  /** The server is neither MySQL nor MariaDB of a supported version, or not the value's `engine`. Cause: the server's answer, if it ended the handshake. */
  "unsupported_server",
  /** The account cannot be rotated: its authentication, a grant that is not understood, a second account. Cause: the server's answer, if it refused the login. */
  "unsupported_account",
  // the database
  /** No connection to host and port before a login worked. Cause: Node's error. */
  "network_unreachable",
  /** The server's certificate has no trusted issuer. Cause: the TLS error. */
  "tls_untrusted",
  /** The certificate does not name the host. Cause: the TLS error. */
  "tls_wrong_name",
  /** The server offers no TLS. Cause: the driver's error. */
  "tls_unavailable",
  /** The server rejects the app user's credential. Cause: its answer; none where the audit or the strategy concludes it. */
  "login_refused",
  /** The server rejects the admin secret's credential. Cause: the error of that login. */
  "admin_login_refused",
  /** The server refuses the login because the account is locked. Cause: its answer. */
  "account_locked",
  /** The server accepts the password and demands a new one. Cause: its answer; none where the session shows it. */
  "password_expired",
  /** `dbname` does not exist, or is not the user's. Cause: the server's answer. */
  "unknown_database",
  /** The server or the account has no free connection. Cause: the server's answer. */
  "too_many_connections",
  /** The server accepts no write. Cause: its answer. */
  "read_only_server",
  /** The reader did not apply the change in time. The writer has it: effect `applied`. No cause. */
  "replica_behind",
  /** The reader applies nothing. The writer has the change: effect `applied`. No cause. */
  "replica_stopped",
  /** The server demands a privilege that the admin or the app user does not have. Cause: its answer. */
  "missing_privilege",
  /** A grant names a table, column, routine or role that does not exist. Cause: the server's answer. */
  "object_missing",
  /** The server does not create or drop an account that stored objects name as definer. Cause: its answer (4006). */
  "account_is_definer",
  /** The server's password policy rejects the password. Cause: its answer. */
  "password_rejected",
  /** PASSWORD HISTORY or PASSWORD REUSE INTERVAL rejects the password. Cause: the server's answer. */
  "password_reused",
  /** REPLACE named a password that is not the account's first one. Cause: the server's answer. */
  "password_not_primary",
  /** PASSWORD REQUIRE CURRENT demands the current password, which no version holds. Cause: the server's answer. */
  "password_required",
  /** Another invocation holds the pair's lock, or a rotation is pending where none may be. No cause. */
  "rotation_in_progress",
  /** The pending user has fewer rights than the current one, or its login matched another account. No cause. */
  "account_incomplete",
  /** Another session holds a lock that the statement needs. Cause: the server's answer. */
  "database_locked",
  /** The login worked, and a statement got no answer in its time. Effect `unknown`. Cause: the driver's error. */
  "statement_timed_out",
  /** The server ended the session, or lacks memory, threads or disk. Cause: its answer or Node's error. */
  "server_unavailable",
  /** The server's answer has no other code. Cause: that answer, without the statement. */
  "database_refused",
  /** The invocation's time ended before the answer. No cause. */
  "deadline_exceeded",
  // a defect of the function itself
  /** A defect: an error that is not a RotationError reached the handler. No cause: its text could quote a secret; `found` has its type and frames. */
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
  /** Remove AWSPENDING and start a new rotation: the database does not have the pending password, or no client depends on it. */
  | { readonly kind: "cancel" }
  /** Put the tag of the strategy back, so that the pending rotation can end. */
  | { readonly kind: "restore-strategy"; readonly strategy: "admin-rotated" | "alternating-users" }
  /** Move AWSCURRENT back to a version that it was moved away from by hand, and that logs in. */
  | { readonly kind: "move-current-back"; readonly to: string; readonly from: string };

export interface ErrorContext {
  readonly effect?: Effect;
  readonly cause?: unknown;
  readonly endpoint?: LoginEndpoint | undefined;
  readonly action?: RemedyAction | undefined;
  /** ARN or name of the admin secret, where the error is about its credential. */
  readonly adminSecretId?: string | undefined;
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
    const context = { effect, cause, endpoint, action, adminSecretId, needsHuman };
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

/** One line of bounded length, whatever the parts quote: a quoted line break must not begin a line of the log. */
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
