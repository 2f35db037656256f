import { type MarkedSecret, markStatement } from "../../rotation-fn/strategies/mark";
import { onMariadb, testMysql } from "./mysql";
import { withoutHash } from "./password-hash";

/** What the server says of an account, without what differs between two accounts that are alike. */

/**
 * The rows of SHOW GRANTS, sorted; without the account's name and the notes of the function. With the global ones MariaDB prints
 * the account's hash, its TLS rule and its limits as well, which are no grants.
 */
export function comparableGrants(rows: readonly string[], user: string, host: string): string[] {
  return rows
    .filter((row) => !row.includes(" ON `rotated "))
    .map((row) => withoutName(row, user, host))
    .map((row) => row.replace(/( ON \*\.\* TO USER).*?( WITH GRANT OPTION)?( MAX_.*)?$/, "$1$2"))
    .sort();
}

/** The name of a database as a grant that means it and no other has it: with partial revokes (MySQL) as it is. */
export const inGrant = (dbname: string): string => (onMariadb() ? dbname.replaceAll("_", "\\_") : dbname);

/** Takes an account away from a secret. */
export function unmarkBy(user: string, host: string, secretName: string): string {
  const account = `\`${user}\`@\`${host}\``;
  if (!onMariadb()) return `ALTER USER ${account} ATTRIBUTE '{"rotated_for_secret": null}'`;
  return `REVOKE REFERENCES ON \`rotated for secret: ${secretName}\`.* FROM ${account}`;
}

/** The statement that shows an account, and what must be said before it so that its hash can be told from the rest. */
export const showAccount = (user: string, host: string): readonly string[] => [
  onMariadb() ? "DO 0" : "SET SESSION print_identified_with_as_hex = ON",
  `SHOW CREATE USER \`${user}\`@\`${host}\``,
];

/** A row of SHOW CREATE USER without the account's name and its hash. */
export function comparableAccount(row: string, user: string, host: string): string {
  return withoutHash(withoutName(row, user, host));
}

/** Gives an account to a secret, as an administrator would. */
export function markBy(user: string, host: string, secret: string | MarkedSecret): string {
  // By name alone it is the mark of an earlier release.
  const owner = typeof secret === "string" ? { name: secret, arn: "" } : secret;
  return markStatement({ account: { user, host }, server: testMysql().engine }, owner);
}

function withoutName(text: string, user: string, host: string): string {
  return text.replaceAll(`\`${user}\`@\`${host}\``, "USER");
}
