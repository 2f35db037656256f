import type { ErrorCode } from "../errors";

/** What the server or the network said, in our vocabulary. */
export interface Situation {
  readonly code: ErrorCode;
  /** `rejected` only where the server has looked at the credential and said no. */
  readonly verdict: "rejected" | "unknown";
  readonly remedy: string;
  /** Repeating cannot help, whatever the code usually means. */
  readonly needsHuman?: true;
}

export const REPEAT = "the step can be repeated safely";

/** A situation of a code of the vocabulary; the credential was not looked at. */
export const unknown = (code: ErrorCode, remedy: string): Situation => ({ code, verdict: "unknown", remedy });
/** An answer that has no code of its own, and that repeating does not change. */
export const never = (remedy: string): Situation => ({ ...unknown("database_refused", remedy), needsHuman: true });

export const NETWORK = unknown(
  "network_unreachable",
  "check host and port in the secret, the security groups of function and database, that the database is running, and that its disk is not full",
);
export const REFUSED: Situation = {
  code: "login_refused",
  verdict: "rejected",
  remedy:
    "check that the password in the secret is the account's, that the account may log in from here, and that no anonymous account (User = '') for the function's host is matched before it; an account that requires a client certificate (REQUIRE X509, ISSUER, SUBJECT; column ssl_type) is answered alike: the function has none, and no password helps",
};
export const NO_PASSWORD_USED: Situation = {
  ...REFUSED,
  remedy:
    "the account logs in without a password (auth_socket, unix_socket) or another account is matched: give it a password plugin and the secret's password",
};
export const LOCKED: Situation = {
  code: "account_locked",
  verdict: "rejected",
  remedy: "unlock the account (ALTER USER … ACCOUNT UNLOCK), or wait until its PASSWORD_LOCK_TIME is over",
};
export const EXPIRED: Situation = {
  code: "password_expired",
  verdict: "rejected",
  remedy:
    "set the account's password anew to the one in the secret (ALTER USER … IDENTIFIED BY …), and let it never expire (PASSWORD EXPIRE NEVER)",
};
export const FULL = unknown("too_many_connections", `free connections or raise the limit; ${REPEAT}`);
export const UNTRUSTED = unknown(
  "tls_untrusted",
  "package the function for the database's region, or name the right CA file in DATABASE_CA_FILE",
);
export const WRONG_NAME = unknown(
  "tls_wrong_name",
  'let "host" of the secret be a name in the server\'s certificate: the RDS endpoint itself, not an alias of it',
);
export const NO_TLS = unknown(
  "tls_unavailable",
  "turn TLS on at the server; a credential is never sent in the clear unless the secret and the function both allow it",
);
export const READ_ONLY = unknown(
  "read_only_server",
  'let "host" of the secret name the writer, where alone passwords can be changed; or name it beside the reader, in "writerHost"',
);
export const NO_RIGHT = unknown(
  "missing_privilege",
  `give the account that the server names the privilege (handing on a privilege needs it WITH GRANT OPTION); ${REPEAT}`,
);
export const NOT_ITS_DATABASE = unknown(
  "missing_privilege",
  'correct "dbname" in the secret, if it names another database than the account\'s (a misspelt name is answered alike); or give the account its privileges on it',
);
export const NO_DATABASE = unknown("unknown_database", 'create the database, or correct "dbname" in the secret');
export const OBJECT_GONE = unknown(
  "object_missing",
  "revoke the right from the account that still has it (SHOW GRANTS), or restore the object; then repeat the step",
);
/** 1524 names the plugin: mysql_native_password on MySQL 9, or on 8.4 without --mysql-native-password. */
export const PLUGIN_GONE = unknown(
  "unsupported_account",
  "give the account a plugin that the server has, with the password that the secret holds: as the admin, ALTER USER … IDENTIFIED WITH caching_sha2_password BY '<password in AWSCURRENT>'; then start the rotation again (docs/database.md says how to find such accounts before an upgrade)",
);
/** A code of the driver: the server asks for a plugin that it does not have. */
export const UNKNOWN_PLUGIN = unknown(
  "unsupported_account",
  "give the account a plugin that checks a password by itself (caching_sha2_password, mysql_native_password, sha256_password): it logs in by another one",
);
export const NOT_MYSQL: Situation = {
  ...NETWORK,
  remedy: 'correct "host" and "port" in the secret: what answers there does not speak MySQL\'s protocol',
  needsHuman: true,
};
export const BROKEN: Situation = {
  ...NETWORK,
  remedy: `nothing, while the database restarts or fails over: the connection broke after a login that worked; ${REPEAT}`,
};
export const TIMED_OUT = unknown(
  "statement_timed_out",
  `find out what keeps the server busy (SHOW FULL PROCESSLIST): the login worked, and the statement was not answered in its time; ${REPEAT}`,
);
/** 1290 names the option: --skip-grant-tables, --secure-file-priv and others beside --read-only. */
export const OTHER_OPTION = never("start the server without the option that it names");
export const ACCOUNT_GONE = unknown(
  "account_not_found",
  `find out who drops, renames or makes accounts at the same time; ${REPEAT}`,
);
export const HELD = unknown(
  "database_locked",
  `another session holds a lock under which accounts cannot be changed (a backup's LOCK INSTANCE FOR BACKUP, FLUSH TABLES WITH READ LOCK, LOCK TABLES on mysql, a long transaction): wait until it ends, or end it; ${REPEAT}`,
);
export const INTERRUPTED = unknown(
  "server_unavailable",
  `nothing, while the database restarts or fails over; otherwise find out who kills statements or sessions, or what limits them (max_execution_time, max_statement_time); ${REPEAT}`,
);
export const EXHAUSTED = unknown(
  "server_unavailable",
  `look at the database's memory, threads and disk (RDS: events and storage); ${REPEAT}`,
);
export const UNSUPPORTED_ACCOUNT = unknown(
  "unsupported_account",
  "give the account a plugin with a password that the server has (caching_sha2_password, mysql_native_password where it is there), and no second factor",
);
export const UNKNOWN_TO_SERVER = unknown(
  "unsupported_server",
  "use a server of a supported version and flavour: MySQL 8.0.21 and later, MariaDB 10.11 and later",
);
export const REJECTED_PASSWORD = unknown(
  "password_rejected",
  "make the function's password settings as strict as the server's password policy",
);
/** CREATE, DROP or RENAME USER of an account that objects name as their definer; MySQL 8.0.22 and later. */
export const DEFINER = unknown(
  "account_is_definer",
  `give the views, routines, triggers and events that name the account another definer, or drop them; ${REPEAT}`,
);

/** Every error that has no entry above. */
export const OTHER = unknown("database_refused", `look the error number up in the server's error reference; ${REPEAT}`);
