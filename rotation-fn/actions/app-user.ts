import type { ProvisionEvent } from "../event";
import { type Account, type AccountChange, type AccountDefinition, accountName, type Grant } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { PasswordPolicy, StrategyName } from "../settings";
import { convergeAccount } from "../strategies/converge-account";
import { isWithin, scopesOf } from "../strategies/database-rights";
import { type MarkedSecret, markFor, requireOurs } from "../strategies/mark";

/** What an app user is made with: The account requires TLS too, so that TLS does not depend on a server parameter alone. */
const NEW_CLAUSES = new Map([["REQUIRE", "SSL"] as const]);

/**
 * Lets an account keep its old password beside a new one, and nothing else: it is about the account's own passwords only. Without it,
 * a user that changes itself cannot be logged in to with AWSCURRENT until its rotation ends.
 * https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html#priv_application-password-admin
 */
const KEEPS_TWO_PASSWORDS = "APPLICATION_PASSWORD_ADMIN";

/** For which secret an account is, and how that one is rotated. */
export interface AppUserOwner {
  readonly secret: MarkedSecret;
  readonly strategy: StrategyName;
  /** Of the password that the account is created with, which is never stored. */
  readonly passwordPolicy: PasswordPolicy;
}

/**
 * Makes the account, or brings its privileges on its database to the wanted list; what it was given elsewhere stays. A privilege that is not
 * wanted is revoked too where it was granted by hand on the database's name without escapes.
 * A new account is left locked: only a password makes it usable, and that is the caller's last write. `like` is another account of the
 * user, whose further rights a new one gets.
 * Throws `account_not_ours` for an account that this function did not make for this secret.
 */
export async function convergeAppUser(
  session: DatabaseSession,
  account: Account,
  existing: AccountDefinition | undefined,
  event: ProvisionEvent,
  { secret, strategy, passwordPolicy }: AppUserOwner,
  like: AccountDefinition | undefined = existing,
): Promise<readonly AccountChange[]> {
  if (existing !== undefined) requireOurs(existing, secret, event.formerSecret);
  const scope = await session.databaseScope(event.dbname);
  const elsewhere = (like?.grants ?? []).filter(
    (grant) =>
      !isWithin(grant, [scope]) &&
      // A mutant survives: only a privilege is within a part of the database.
      !(isWithin(grant, scopesOf(scope)) && grant.kind === "privilege" && !event.privileges.includes(grant.privilege)),
  );
  const wanted: Grant[] = event.privileges.map((privilege) => ({ kind: "privilege", privilege, scope }));
  // A mutant survives: only a dynamic privilege has this name.
  const isNew = !elsewhere.some((grant) => grant.kind === "dynamic" && grant.privilege === KEEPS_TWO_PASSWORDS);
  if (strategy === "single-user" && session.identity.server.dualPasswords && isNew) {
    wanted.push({ kind: "dynamic", privilege: KEEPS_TWO_PASSWORDS, grantOption: false });
  }
  const { passwordPlugin: plugin } = session.identity.server;
  const model: AccountDefinition = {
    // Stryker disable next-line BooleanLiteral: convergeAccount does not read the lock of a model.
    ...(like ?? { account, locked: true, plugin, attribute: {}, defaultRoles: [], clauses: NEW_CLAUSES }),
    ...(like !== undefined && isUnfinished(like) ? { clauses: NEW_CLAUSES } : {}),
    grants: [...elsewhere, ...wanted],
  };
  const changes = convergeAccount(model, account, existing, markFor(secret), passwordPolicy);
  for (const change of changes) await session.apply(change);
  return changes;
}

/**
 * Made by an earlier call that ended before it set the account's rules: locked, and without any right. On MariaDB it may still require the
 * certificate that does not exist, by which it is ours from its first moment.
 */
function isUnfinished({ locked, grants }: AccountDefinition): boolean {
  return locked && grants.length === 0;
}

/** For results and logs: which accounts a list of changes touched, and how. */
export function describeChanges(account: Account, changes: readonly AccountChange[]): string {
  return `${accountName(account)}: ${changes.map((change) => change.kind).join(", ") || "as wanted"}`;
}
