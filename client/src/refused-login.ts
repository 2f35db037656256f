/**
 * MySQL's answers to a login that mean: not with this credential. Another version of the secret can be right.
 *
 * Sources: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and
 * https://mariadb.com/kb/en/mariadb-error-code-reference/. Not among them: 1044 and 1049 (the login was right, the database is not), 1040
 * and 1203 (too many connections), 1129 (the host is blocked), 3159 (TLS is required).
 */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [1045, "ER_ACCESS_DENIED_ERROR: unknown user or wrong password"],
  [1396, "ER_CANNOT_USER: the account is gone"],
  [1698, "ER_ACCESS_DENIED_NO_PASSWORD_ERROR: the account's plugin takes no password"],
  [1862, "ER_MUST_CHANGE_PASSWORD_LOGIN: the password has expired"],
  [3118, "ER_ACCOUNT_HAS_BEEN_LOCKED: the account is locked"],
  [3955, "ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK: too many failed logins"],
  [4151, "ER_ACCOUNT_HAS_BEEN_LOCKED of MariaDB: the account is locked"],
]);

/** How deep an error of MySQL can be within those of libraries: `cause` (Drizzle), `parent` (Sequelize). */
const MAX_DEPTH = 3;

/**
 * Whether an error is MySQL's refusal of a credential, or wraps one. Decided by the error's number alone: messages are translated, and other
 * errors share their words ("Access denied" is 1044 as well, for a database).
 */
export function isRefusedLogin(error: unknown): boolean {
  return isRefusal(error, MAX_DEPTH);
}

function isRefusal(error: unknown, depth: number): boolean {
  if (typeof error !== "object" || error === null || depth === 0) return false;
  const { errno, cause, parent } = error as { errno?: unknown; cause?: unknown; parent?: unknown };
  if (typeof errno === "number") return REFUSED.has(errno);
  return isRefusal(cause, depth - 1) || isRefusal(parent, depth - 1);
}
