import { markBy } from "./account-text";
import { onMariadb, testMysql } from "./mysql";

/**
 * The tests speak MySQL. What a statement of theirs is called on MariaDB, where that is something else: several statements, or none for
 * what is not there (a right to keep two passwords, a policy for failed logins). A statement that neither server knows fails on both.
 */
export function forThisEngine(statement: string): readonly string[] {
  return onMariadb() ? onMariadbOf(statement) : [statement];
}

const MARK = / *ATTRIBUTE '\{"rotated_for_secret": *"([^"]*)"\}'/;
const FAILED_LOGINS = / *FAILED_LOGIN_ATTEMPTS \d+ PASSWORD_LOCK_TIME \w+/;

function onMariadbOf(statement: string): readonly string[] {
  const without = statement.replace(/\s+/g, " ").replace(FAILED_LOGINS, "");
  const [, secretName] = MARK.exec(without) ?? [];
  const changed = without
    .replace(MARK, "")
    .replace("IDENTIFIED BY RANDOM PASSWORD", "IDENTIFIED BY 'thrown-away-Password-1'")
    .replace(/^SET DEFAULT ROLE (.*) TO /, "SET DEFAULT ROLE $1 FOR ")
    .replace(/^SET GLOBAL super_read_only /, "SET GLOBAL read_only ");
  const isEmpty = /^(GRANT APPLICATION_PASSWORD_ADMIN ON|ALTER USER .* DISCARD OLD PASSWORD$|ALTER USER \S+ ?$)/.test(
    changed,
  );
  const [, roles = ""] = /^CREATE ROLE (?:IF NOT EXISTS )?(.*)/.exec(changed) ?? [];
  // Only who made a role may give it to others; root makes these, and the admin would on RDS.
  const forTheAdmin = roles
    .split(", ")
    .filter(Boolean)
    .map((role) => `GRANT ${role} TO '${testMysql().admin.username}'@'%' WITH ADMIN OPTION`);
  return [
    ...(isEmpty ? [] : [changed]),
    ...forTheAdmin,
    ...(secretName === undefined ? [] : [markOf(statement, secretName)]),
  ];
}

/** Gives the account of a CREATE USER or ALTER USER to a secret. */
function markOf(statement: string, secretName: string): string {
  const [, user = "", host = "%"] = /USER ['`]([^'`]*)['`](?:@['`]([^'`]*)['`])?/.exec(statement) ?? [];
  return markBy(user, host, secretName);
}
