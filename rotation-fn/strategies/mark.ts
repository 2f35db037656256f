import { RotationError } from "../errors";
import { type AccountDefinition, accountName } from "../ports/account";

/**
 * The mark of an account that belongs to a secret: a key of its ATTRIBUTE that holds the secret's name. It is all the memory
 * the function has in the database. The name and not the ARN, because a secret that was deleted and made again under its name
 * must find its accounts.
 */
export const MARK_KEY = "rotated_for_secret";

export type Mark = { readonly [MARK_KEY]: string };

export function markFor(secretName: string): Mark {
  return { [MARK_KEY]: secretName };
}

/** The name of the secret that the account belongs to, if it carries a mark. */
export function markOf(account: AccountDefinition): string | undefined {
  const mark = account.attribute[MARK_KEY];
  return typeof mark === "string" ? mark : undefined;
}

/** Throws `account_not_ours` for an account without our mark: its password may be somebody's who would lose it. */
export function requireOurs(account: AccountDefinition, secretName: string): void {
  const owner = markOf(account);
  if (owner === secretName) return;
  throw notOurs(account, secretName, owner);
}

/** Throws `account_not_ours` when another secret's mark is on the account: two secrets must not rotate one user. */
export function refuseForeign(account: AccountDefinition, secretName: string): void {
  const owner = markOf(account);
  if (owner !== undefined && owner !== secretName) throw notOurs(account, secretName, owner);
}

function notOurs(account: AccountDefinition, secretName: string, owner: string | undefined): RotationError {
  const name = accountName(account.account);
  return new RotationError("account_not_ours", {
    problem: `the account ${name} exists and was not made for the secret ${secretName}`,
    found: owner === undefined ? "an account without a mark of this function" : `an account of the secret ${owner}`,
    allowed: "an account that this function made for this secret",
    remedy:
      `use another user name, or, if the account is really meant: ALTER USER ${name} ATTRIBUTE ` +
      `'${JSON.stringify(markFor(secretName))}'; its password will then be changed`,
  });
}
