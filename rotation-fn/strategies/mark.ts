import { RotationError } from "../errors";
import { type AccountDefinition, accountName } from "../ports/account";
import { NOTE_PRIVILEGE, notesOf } from "../ports/account-note";

/**
 * The mark of an account that belongs to a secret: a key of its ATTRIBUTE (on MariaDB a grant that says the same) that holds the
 * secret's name. It is all the memory the function has in the database. The name and not the ARN, because a secret that was deleted and made again under its name
 * must find its accounts.
 */
export const MARK_KEY = "rotated_for_secret";

/**
 * The second key: a fingerprint of the rights that the account was to have when its password was last set. Written by the same
 * statement as the password, so that testSecret can tell from the account itself whether it is as it was meant to be.
 */
export const RIGHTS_KEY = "rotated_with_rights";

/**
 * The third key: rights that the account has beyond those that it was to have, because the admin may not take them away. They are not
 * handed on to the other user.
 */
export const EXCESS_KEY = "rotated_with_excess";

/** The keys of ATTRIBUTE that speak of one account, so that they are not copied from one to another. */
export const OWN_KEYS: readonly string[] = [MARK_KEY, RIGHTS_KEY, EXCESS_KEY];

/** What a mark can be read from. */
type Markable = Pick<AccountDefinition, "account" | "server" | "attribute">;

export type Mark = { readonly [MARK_KEY]: string };

export function markFor(secretName: string): Mark {
  return { [MARK_KEY]: secretName };
}

/** The name of the secret that the account belongs to, if it carries a mark. */
export function markOf(account: Markable): string | undefined {
  const mark = account.attribute[MARK_KEY];
  return typeof mark === "string" ? mark : undefined;
}

/** Throws `account_not_ours` for an account without our mark: its password may be somebody's who would lose it. */
export function requireOurs(account: Markable, secretName: string): void {
  const owner = markOf(account);
  if (owner === secretName) return;
  throw notOurs(account, secretName, owner);
}

/** Throws `account_not_ours` when another secret's mark is on the account: two secrets must not rotate one user. */
export function refuseForeign(account: Markable, secretName: string): void {
  const owner = markOf(account);
  if (owner !== undefined && owner !== secretName) throw notOurs(account, secretName, owner);
}

/**
 * The refusal of an account without a mark whose first password is none of this secret's, although AWSCURRENT logs in as its second one.
 * Another secret may have set it: a user that changes itself cannot write a mark. To replace it would end that secret's AWSCURRENT.
 */
export function mayBeAnothers(account: Markable, secretName: string): RotationError {
  return new RotationError("account_not_ours", {
    problem: `the account ${accountName(account.account)} may belong to another secret than ${secretName}`,
    found: "no mark, and a first password that no labelled version of this secret holds; AWSCURRENT is its second one",
    allowed: "an account with the mark of this secret, or whose first password is AWSCURRENT's",
    remedy:
      "let one secret only hold this user; if no other does (a rotation was cancelled after setSecret), mark the account and repeat " +
      `the step: ${markStatement(account, secretName)}; nothing was changed`,
  });
}

function notOurs(account: Markable, secretName: string, owner: string | undefined): RotationError {
  const name = accountName(account.account);
  return new RotationError("account_not_ours", {
    problem: `the account ${name} exists and was not made for the secret ${secretName}`,
    found: owner === undefined ? "an account without a mark of this function" : `an account of the secret ${owner}`,
    allowed: "an account that this function made for this secret",
    remedy:
      `use another user name, or, if the account is really meant: ${markStatement(account, secretName)}; ` +
      "its password will then be changed",
  });
}

/** The statement by which an administrator gives an account to a secret. */
export function markStatement({ account, server }: Omit<Markable, "attribute">, secretName: string): string {
  const name = accountName(account);
  const mark = markFor(secretName);
  if (server !== "mariadb") return `ALTER USER ${name} ATTRIBUTE '${JSON.stringify(mark)}'`;
  return notesOf(mark)
    .map((note) => `GRANT ${NOTE_PRIVILEGE} ON \`${note}\`.* TO ${name}`)
    .join("; ");
}
