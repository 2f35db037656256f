import type { Grant, GrantScope } from "../ports/account";

/**
 * The scopes of a grant that mean one whole database. Where `_` and `%` are wildcards, the server escapes them in the scope that means this
 * database and no other; people write the name as it is, which means this one as well.
 */
export function scopesOf(scope: GrantScope): readonly GrantScope[] {
  const unescaped = scope.replace(/\\([\\_%])/g, "$1");
  return unescaped === scope ? [scope] : [scope, unescaped];
}

/** Whether a grant is on the whole database, and not on a part of it. */
export function isWithin(grant: Grant, scopes: readonly GrantScope[]): boolean {
  return grant.kind === "privilege" && grant.column === undefined && scopes.includes(grant.scope);
}
