import type { GrantScope } from "../ports/account";
import { quotedName } from "./sql-text";

/**
 * A whole database as the scope of a grant, as the server prints it back; `variables` are the server's.
 *
 * - Without partial revokes `_` and `%` are wildcards in the name and have to be escaped; with them they are literal, and an escaped name
 *   matches nothing (measured on 9.7; https://dev.mysql.com/doc/refman/8.4/en/partial-revokes.html).
 * - With lower_case_table_names 1 or 2 the server keeps the names in grants in lower case
 *   (https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html). A capital would be another scope than the one that it
 *   prints, and a privilege that left the environment would never be found, nor revoked.
 */
export function scopeOf(database: string, variables: ReadonlyMap<string, string>): GrantScope {
  const name = (variables.get("lower_case_table_names") ?? "0") === "0" ? database : database.toLowerCase();
  const hasLiteralNames = variables.get("partial_revokes") === "ON";
  return `${quotedName(hasLiteralNames ? name : name.replace(/[\\_%]/g, "\\$&"))}.*`;
}
