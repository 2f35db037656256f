import type { Account } from "../ports/account";

/** A string literal. Right for an empty `sql_mode` (the adapter sets it), where a backslash escapes. */
export function literal(text: string): string {
  return `'${text.replace(/\\/g, "\\\\").replace(/'/g, "''")}'`;
}

/** A quoted name: database, table, column. */
export function quotedName(name: string): string {
  return `\`${name.replace(/`/g, "``")}\``;
}

/** `` `user`@`host` `` */
export function accountSql(account: Account): string {
  return `${quotedName(account.user)}@${quotedName(account.host)}`;
}
