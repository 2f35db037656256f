import { type Effect, type ErrorCode, type LoginPlace, RotationError } from "../errors";

/** What mysql2 and Node put on an error. */
interface DriverError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
  readonly message?: string;
}

/** What the server or the network said, in our vocabulary. */
interface Situation {
  readonly code: ErrorCode;
  /** `rejected` only where the server has looked at the credential and said no. */
  readonly verdict: "rejected" | "unknown";
  readonly remedy: string;
}

const NETWORK: Situation = {
  code: "network_unreachable",
  verdict: "unknown",
  remedy:
    "check host and port in the secret, the security groups of function and database, and that the database is running",
};
const REFUSED: Situation = {
  code: "login_refused",
  verdict: "rejected",
  remedy: "check that the password in the secret is the account's, and that the account may log in from here",
};
const LOCKED: Situation = {
  code: "account_locked",
  verdict: "rejected",
  remedy: "unlock the account (ALTER USER … ACCOUNT UNLOCK), or wait until its PASSWORD_LOCK_TIME is over",
};
const EXPIRED: Situation = {
  code: "password_expired",
  verdict: "rejected",
  remedy:
    "set the account's password anew to the one in the secret (ALTER USER … IDENTIFIED BY …), and let it never expire (PASSWORD EXPIRE NEVER)",
};
const FULL: Situation = {
  code: "too_many_connections",
  verdict: "unknown",
  remedy: "free connections or raise the limit; the step can be repeated safely",
};
const UNTRUSTED: Situation = {
  code: "tls_untrusted",
  verdict: "unknown",
  remedy: "package the function for the database's region, or name the right CA file in DATABASE_CA_FILE",
};
const READ_ONLY: Situation = {
  code: "read_only_server",
  verdict: "unknown",
  remedy:
    'let "host" of the secret name the writer, where alone passwords can be changed; or name it beside the reader, in "writerHost"',
};
const NO_RIGHT: Situation = {
  code: "missing_privilege",
  verdict: "unknown",
  remedy:
    "give the account that the server names the privilege (handing on a privilege needs it WITH GRANT OPTION); the step can be repeated safely",
};
const NO_DATABASE: Situation = {
  code: "unknown_database",
  verdict: "unknown",
  remedy: 'create the database, or correct "dbname" in the secret',
};

/** A grant on a table, column, view or routine that is not there any more. */
const OBJECT_GONE: Situation = {
  code: "object_missing",
  verdict: "unknown",
  remedy:
    "revoke the right from the account that still has it (SHOW GRANTS), or restore the object; then repeat the step",
};

/** CREATE, DROP or RENAME USER of an account that objects name as their definer; MySQL 8.0.22 and later. */
const IS_DEFINER: Situation = {
  code: "account_is_definer",
  verdict: "unknown",
  remedy:
    "give the views, routines, triggers and events that name the account another definer, or drop them; the step can be repeated safely",
};

/** By errno: https://dev.mysql.com/doc/mysql-errors/9.0/en/server-error-reference.html */
const BY_ERRNO: Readonly<Record<number, Situation>> = {
  1044: NO_RIGHT, // the credential was right; the database is not the account's
  1045: REFUSED,
  1698: REFUSED, // as 1045, from some plugins
  3118: LOCKED,
  4151: LOCKED, // MariaDB's number for it
  3955: LOCKED, // by FAILED_LOGIN_ATTEMPTS
  1862: EXPIRED,
  1820: EXPIRED, // where the server lets an expired account in, for nothing but a new password
  4031: NETWORK, // the server ended the session for its silence
  1049: NO_DATABASE,
  1040: FULL,
  1203: FULL,
  1226: FULL,
  1290: READ_ONLY,
  1836: READ_ONLY,
  1054: OBJECT_GONE,
  1146: OBJECT_GONE,
  1305: OBJECT_GONE,
  1356: OBJECT_GONE, // a column of a view whose table is gone
  4006: IS_DEFINER,
  3879: NO_RIGHT, // as 1044, of an admin with partial revokes
  3628: {
    code: "missing_privilege", // nobody may
    verdict: "unknown",
    remedy:
      "take the role out of mandatory_roles, or give both users the same option of it; the step can be repeated safely",
  },
  1142: NO_RIGHT,
  1143: NO_RIGHT,
  1227: NO_RIGHT,
  1370: NO_RIGHT,
  1410: NO_RIGHT,
  3638: {
    code: "password_reused",
    verdict: "unknown",
    remedy: "nothing when the account has this password already: the step can be repeated safely",
  },
  3891: {
    code: "password_not_primary",
    verdict: "unknown",
    remedy: "nothing when the account has the new password already; the step can be repeated safely",
  },
  3892: {
    code: "password_required",
    verdict: "unknown",
    remedy:
      "set the account's password to the one in AWSCURRENT as the admin (ALTER USER), then start the rotation again (RotateSecret)",
  },
  3159: {
    code: "database_refused", // require_secure_transport; MariaDB 10.11 says 1045 instead
    verdict: "unknown",
    remedy: 'remove "ssl" from the value of the secret: the server takes no connection without TLS',
  },
  // validate_password.changed_characters_percentage, MySQL 8.0.34. The server compares with the password in REPLACE, which it has proved
  // to be the first one by then (measured, 9.7: a wrong one is 3891).
  4165: {
    code: "password_rejected",
    verdict: "unknown",
    remedy:
      "lower validate_password.changed_characters_percentage, or make passwords longer (PASSWORD_LENGTH): two random ones share characters",
  },
  1819: {
    code: "password_rejected",
    verdict: "unknown",
    remedy: "make the function's password settings as strict as the server's password policy",
  },
};

const WRONG_NAME: Situation = {
  code: "tls_wrong_name",
  verdict: "unknown",
  remedy:
    'let "host" of the secret be a name in the server\'s certificate: the RDS endpoint itself, not an alias of it',
};
const NO_TLS: Situation = {
  code: "tls_unavailable",
  verdict: "unknown",
  remedy:
    "turn TLS on at the server; a credential is never sent in the clear unless the secret and the function both allow it",
};

const NETWORK_CODES =
  /^(ECONN|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_|EPIPE|EADDRNOTAVAIL|PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT|EPROTO|ERR_SSL)/;

const OTHER: Situation = {
  code: "database_refused",
  verdict: "unknown",
  remedy: "look the error number up in MySQL's error reference; the step can be repeated safely",
};

/** Their texts are made of account and privilege names only, so they may be shown whatever the statement held. */
const QUOTES_NO_STATEMENT = new Set([1044, 1045, 1142, 1227, 1290, 1396, 1410, 1819, 1836, 3638, 4165, 4006]);

function situationOf(error: DriverError, { during }: Attempt): Situation {
  const known = error.errno === undefined ? undefined : BY_ERRNO[error.errno];
  // The server says "access denied" of a login, and in the same words of a global privilege that one may not hand on.
  if (known === REFUSED && during === "statement") return NO_RIGHT;
  if (known !== undefined) return known;
  const code = error.code ?? "";
  if (code === "HANDSHAKE_NO_SSL_SUPPORT") return NO_TLS;
  if (code === "HANDSHAKE_SSL_ERROR") return tlsSituation(error);
  return NETWORK_CODES.test(code) ? NETWORK : OTHER;
}

/** mysql2 3.24 writes its own code over that of Node's TLS error, so the rest of the error has to tell. */
function tlsSituation(error: DriverError): Situation {
  if ("cert" in error && "host" in error) return WRONG_NAME; // only ERR_TLS_CERT_ALTNAME_INVALID has both
  return /certificate/i.test(error.message ?? "") ? UNTRUSTED : NETWORK;
}

/** What failed and what of the server's text may be shown. */
export interface Attempt {
  /** For instance `the login of 'app' at db.example:3306`. */
  readonly what: string;
  readonly during: "login" | "statement";
  readonly place: LoginPlace;
  /** True where the statement holds a password: the server's text may then quote it (a syntax error does), so it is withheld. */
  readonly holdsPassword: boolean;
  /** Passwords that were in play; taken out of the server's text wherever they stand. */
  readonly secrets: readonly string[];
  /** Whether the failed operation could have changed anything. */
  readonly canChange: boolean;
}

/** The error in our vocabulary, free of secrets, and what it says about the credential. */
export function translateDriverError(thrown: unknown, attempt: Attempt): { error: RotationError; rejected: boolean } {
  const driverError = (typeof thrown === "object" && thrown !== null ? thrown : {}) as DriverError;
  const situation = situationOf(driverError, attempt);
  // Node's own errors have a negative errno, which says nothing to anybody.
  const errno = driverError.errno !== undefined && driverError.errno > 0 ? driverError.errno : undefined;
  const symbol = [errno, driverError.code].filter((part) => part !== undefined).join(" ") || "no error code";
  const text =
    attempt.holdsPassword && !QUOTES_NO_STATEMENT.has(errno ?? 0)
      ? "(text withheld: the statement held a password)"
      : redacted(driverError.sqlMessage ?? driverError.message ?? "", attempt.secrets);
  const found = `${symbol}: ${text}`;
  // An answer from the server means that the statement was refused; silence means that nobody knows.
  const answered = driverError.sqlMessage !== undefined;
  const effect: Effect = !attempt.canChange || answered ? "none" : "unknown";
  return {
    error: new RotationError(
      situation.code,
      { problem: `${attempt.what} failed${whereSpoken(attempt)}`, found, remedy: situation.remedy },
      // The driver's error holds the SQL text; what is kept as the cause is what may be shown of it.
      { effect, cause: new Error(found), place: attempt.place },
    ),
    rejected: situation.verdict === "rejected",
  };
}

/** What a login says already. */
function whereSpoken({ during, place: { username, host, port } }: Attempt): string {
  return during === "login" ? "" : `, at ${host}:${port} as '${username}'`;
}

/** One line, with every secret taken out in each form in which a server could print it. */
export function redacted(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets.filter((value) => value !== "")) {
    const forms = [secret, secret.replace(/'/g, "''"), secret.replace(/\\/g, "\\\\").replace(/'/g, "''")];
    for (const form of new Set(forms)) result = result.replaceAll(form, "(secret)");
  }
  return result.replace(/\p{Cc}+/gu, " ").slice(0, 400);
}
