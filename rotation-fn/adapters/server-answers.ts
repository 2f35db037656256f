import {
  ACCOUNT_GONE,
  DEFINER,
  EXHAUSTED,
  EXPIRED,
  FULL,
  HELD,
  INTERRUPTED,
  LOCKED,
  NO_DATABASE,
  NO_PASSWORD_USED,
  NO_RIGHT,
  never,
  OBJECT_GONE,
  PLUGIN_GONE,
  READ_ONLY,
  REFUSED,
  REJECTED_PASSWORD,
  REPEAT,
  type Situation,
  UNKNOWN_TO_SERVER,
  UNSUPPORTED_ACCOUNT,
  unknown,
} from "./server-situations";

/**
 * What a server can answer to the function's handshakes, logins and statements (SELECT of accounts, SHOW CREATE USER, SHOW GRANTS,
 * CREATE/ALTER/DROP USER, GRANT, REVOKE, SET ROLE, GET_LOCK, CREATE DATABASE), from the servers' own tables: MySQL's
 * share/messages_to_clients.txt and MariaDB's sql/share/errmsg-utf8.txt, as in the servers 9.7.4 and 10.11.18 that the tests run.
 * https://dev.mysql.com/doc/mysql-errors/9.0/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-codes/
 */
export const BY_ERRNO: Readonly<Record<number, Situation>> = {
  // the handshake and the login
  1040: FULL,
  1041: EXHAUSTED, // out of memory
  1042: EXHAUSTED, // no host name for our address
  1043: INTERRUPTED, // bad handshake
  1044: NO_RIGHT, // the credential was right; the database is not the account's (NOT_ITS_DATABASE at a login)
  1045: REFUSED,
  1049: NO_DATABASE,
  1129: never(
    "empty the server's list of blocked hosts (TRUNCATE TABLE performance_schema.host_cache, or FLUSH HOSTS), and find out what else at this address fails to connect",
  ),
  1130: unknown(
    "login_refused", // said before the credential is looked at
    "let an account of the user log in from the function's address: its host part is too narrow ('app'@'%', or the function's subnets)",
  ),
  1135: EXHAUSTED, // no thread
  1184: never("correct init_connect of the server: its statement fails for this user, and the server ends the session"),
  1203: FULL,
  1226: FULL,
  1251: UNSUPPORTED_ACCOUNT, // old authentication
  1275: UNSUPPORTED_ACCOUNT, // password in the old format
  1524: PLUGIN_GONE,
  1698: NO_PASSWORD_USED,
  1820: EXPIRED, // where the server lets an expired account in, for nothing but a new password
  1862: EXPIRED,
  3032: INTERRUPTED, // offline mode
  3118: LOCKED,
  3159: never('remove "ssl" from the value of the secret: the server takes no connection without TLS'), // MariaDB says 1045
  3955: LOCKED, // by FAILED_LOGIN_ATTEMPTS
  4055: UNSUPPORTED_ACCOUNT, // multi-factor: needs a registration
  4081: EXHAUSTED, // memory limits of connections
  4082: EXHAUSTED,
  4150: {
    ...LOCKED, // MariaDB, max_password_errors
    remedy: "let the server forget the failed logins of this user (ALTER USER … ACCOUNT UNLOCK, or FLUSH PRIVILEGES)",
  },
  4151: LOCKED, // MariaDB's number for it

  // the session ended, or was interrupted
  1021: EXHAUSTED, // disk full
  1037: EXHAUSTED,
  1038: EXHAUSTED,
  1053: INTERRUPTED, // shutdown
  1114: EXHAUSTED, // table full
  1152: INTERRUPTED,
  1159: INTERRUPTED,
  1161: INTERRUPTED,
  1317: INTERRUPTED, // KILL QUERY
  1927: INTERRUPTED, // MariaDB: KILL
  3024: INTERRUPTED, // max_execution_time
  3169: INTERRUPTED, // KILL
  4031: INTERRUPTED, // ended for its silence

  // locks
  1099: HELD,
  1205: HELD,
  1206: HELD,
  1213: HELD,
  1223: HELD,
  1969: HELD, // MariaDB: the session's own max_statement_time; no other bound holds for statements about accounts
  3058: HELD, // deadlock of user-level locks
  3062: HELD,
  3572: HELD,

  // a server that does not write
  1036: READ_ONLY,
  1290: READ_ONLY, // or another option: see the text
  1792: READ_ONLY, // read-only transaction
  1836: READ_ONLY,
  3989: never("let the database be written to again (ALTER DATABASE … READ ONLY = 0)"),

  // rights of who asks
  1132: NO_RIGHT,
  1142: NO_RIGHT,
  1143: NO_RIGHT,
  1211: NO_RIGHT,
  1227: NO_RIGHT,
  1370: NO_RIGHT,
  1410: NO_RIGHT,
  3879: NO_RIGHT, // AuthId, of a partial revoke
  4208: NO_RIGHT, // MySQL 9: several privileges at once

  // what a right is about is gone
  1051: OBJECT_GONE,
  1054: OBJECT_GONE,
  1109: OBJECT_GONE,
  1146: OBJECT_GONE,
  1305: OBJECT_GONE,
  1356: OBJECT_GONE, // a column of a view whose table is gone
  1959: OBJECT_GONE, // MariaDB: the role
  3523: OBJECT_GONE, // the role
  3530: OBJECT_GONE, // the role is not granted any more

  // accounts
  1133: ACCOUNT_GONE,
  1396: ACCOUNT_GONE,
  1973: ACCOUNT_GONE,
  1974: ACCOUNT_GONE,
  1144: never(
    "a right of the account does not exist on this server (any more): revoke it (SHOW GRANTS); then repeat the step",
  ),
  1449: DEFINER,
  1470: unknown("username_too_long", "use a shorter name: the server takes 32 characters for a user, 255 for a host"),
  3619: never(
    "a right of the account is not of this level on this server: revoke it (SHOW GRANTS); then repeat the step",
  ),
  3628: unknown(
    "missing_privilege", // no user may
    `take the role out of mandatory_roles, or give both users the same option of it; ${REPEAT}`,
  ),
  3929: never(
    "the right belongs to a plugin or component that is not installed any more: install it, or revoke the right while it is",
  ),
  4005: DEFINER,
  4006: DEFINER,
  4027: never("the roles are granted in a circle: undo it (SHOW GRANTS)"),

  // passwords
  1819: REJECTED_PASSWORD,
  // validate_password.changed_characters_percentage, MySQL 8.0.34. The server compares with the password in REPLACE, which it has proved
  // to be the first one by then (measured, 9.7: a wrong one is 3891).
  4165: unknown(
    "password_rejected",
    "lower validate_password.changed_characters_percentage, or make passwords longer (PASSWORD_LENGTH): two random ones share characters",
  ),
  3638: unknown("password_reused", `nothing when the account has this password already: ${REPEAT}`),
  3891: unknown("password_not_primary", `nothing when the account has the new password already; ${REPEAT}`),
  3892: unknown(
    "password_required",
    "set the account's password to the one in AWSCURRENT as the admin (ALTER USER), then start the rotation again (RotateSecret)",
  ),
  3894: UNSUPPORTED_ACCOUNT,
  4052: UNSUPPORTED_ACCOUNT,
  4053: UNSUPPORTED_ACCOUNT,
  4054: UNSUPPORTED_ACCOUNT,
  4058: UNSUPPORTED_ACCOUNT,

  // words that the server does not know
  1064: never(
    "report this line: the server does not take a statement of the function; SELECT VERSION() says what it is",
  ),
  1115: UNKNOWN_TO_SERVER,
  1193: UNKNOWN_TO_SERVER,
  1231: UNKNOWN_TO_SERVER,
  1235: UNKNOWN_TO_SERVER,
};
