import type { ProvisionEvent } from "../event";
import { type Account, type AccountChange, type AccountDefinition, accountName, type Grant } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { convergeAccount } from "../strategies/converge-account";
import { markFor, requireOurs } from "../strategies/mark";

/** What an app user is made with. TLS is asked for by the account too, so that it does not hang on a server parameter alone. */
const NEW_ACCOUNT = { plugin: "caching_sha2_password", clauses: new Map([["REQUIRE", "SSL"] as const]) };

/**
 * Makes the account, or brings its privileges on its database to the wanted list; what it was given elsewhere stays.
 * A new account is left locked: only a password makes it usable, and that is the caller's last write.
 * Throws `account_not_ours` for an account that this function did not make for this secret.
 */
export async function convergeAppUser(
  session: DatabaseSession,
  account: Account,
  existing: AccountDefinition | undefined,
  event: ProvisionEvent,
  secretName: string,
): Promise<readonly AccountChange[]> {
  if (existing !== undefined) requireOurs(existing, secretName);
  const scope = await session.databaseScope(event.dbname);
  const elsewhere = (existing?.grants ?? []).filter((grant) => grant.kind !== "privilege" || grant.scope !== scope);
  const wanted: Grant[] = event.privileges.map((privilege) => ({ kind: "privilege", privilege, scope }));
  const model: AccountDefinition = {
    ...(existing ?? { account, locked: true, attribute: {}, defaultRoles: [], ...NEW_ACCOUNT }),
    grants: [...elsewhere, ...wanted],
  };
  const changes = convergeAccount(model, account, existing, markFor(secretName));
  for (const change of changes) await session.apply(change);
  return changes;
}

/** For results and logs: which accounts a list of changes touched, and how. */
export function describeChanges(account: Account, changes: readonly AccountChange[]): string {
  return `${accountName(account)}: ${changes.map((change) => change.kind).join(", ") || "as wanted"}`;
}
