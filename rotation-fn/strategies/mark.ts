import { RotationError } from "../errors";
import { type AccountAttribute, type AccountDefinition, accountName } from "../ports/account";
import { NOTE_PRIVILEGE, notesOf } from "../ports/account-note";
import type { SecretDescription } from "../ports/secret-store";

/**
 * The mark of an account that belongs to a secret: keys of its ATTRIBUTE (on MariaDB grants that say the same) with the secret's name, and
 * with the region and the AWS account in which it has this name. It is all the memory the function has in the database. The name and not
 * the ARN, because a secret that was deleted and created again under its name must find its accounts. Earlier releases wrote the name only.
 */
export const MARK_KEY = "rotated_for_secret";
export const HOME_KEY = "rotated_in";

/**
 * A further key: a fingerprint of the rights that the account was to have when its password was last set. Written by the same
 * statement as the password, so that testSecret can tell from the account itself whether it is as it was meant to be.
 */
export const RIGHTS_KEY = "rotated_with_rights";

/**
 * The third key: rights that the account has beyond those that it was to have, because the admin may not take them away. They are not
 * handed on to the other user.
 */
export const EXCESS_KEY = "rotated_with_excess";

/** The mark's value where the password was expired: no one holds it, and the next rotation replaces both. */
export const EXPIRED: AccountAttribute = { [RIGHTS_KEY]: "expired" };

/** Whether the account has an unknown password, since an `expire-previous`. */
export function isExpired({ attribute }: Pick<AccountDefinition, "attribute">): boolean {
  return attribute[RIGHTS_KEY] === EXPIRED[RIGHTS_KEY];
}

/** The keys of ATTRIBUTE that speak of one account, so that they are not copied from one to another. */
export const OWN_KEYS: readonly string[] = [HOME_KEY, MARK_KEY, RIGHTS_KEY, EXCESS_KEY];

/** What a mark can be read from. */
type Markable = Pick<AccountDefinition, "account" | "server" | "attribute">;

/** Whose mark it is. */
export type MarkedSecret = Pick<SecretDescription, "name" | "arn">;

export type Mark = { readonly [HOME_KEY]?: string; readonly [MARK_KEY]: string };

/** The region comes first: on MariaDB each key is written by itself, and a name without a region is an earlier release's mark. */
export function markFor(secret: MarkedSecret): Mark {
  const home = homeOf(secret);
  return { ...(home === undefined ? {} : { [HOME_KEY]: home }), [MARK_KEY]: secret.name };
}

/** The name of the secret that the account belongs to, if it carries a mark. */
export function markOf(account: Markable): string | undefined {
  const mark = account.attribute[MARK_KEY];
  return typeof mark === "string" ? mark : undefined;
}

/** Whether the account carries the secret's mark, that of an earlier release included. */
export function isOurs(account: Markable, secret: MarkedSecret): boolean {
  const home = account.attribute[HOME_KEY];
  return markOf(account) === secret.name && (home === undefined || home === homeOf(secret));
}

/** Whether the mark is as this release writes it. */
export function hasWholeMark(account: Markable, secret: MarkedSecret): boolean {
  return isOurs(account, secret) && account.attribute[HOME_KEY] === homeOf(secret);
}

/** The mark that an account has of this secret, or would get: to compare accounts whose marks are not written anew. */
export function markOn(account: Markable, secret: MarkedSecret): Mark {
  return isOurs(account, secret) && !hasWholeMark(account, secret) ? { [MARK_KEY]: secret.name } : markFor(secret);
}

/** `eu-west-1/111122223333`. */
function homeOf({ arn }: MarkedSecret): string | undefined {
  // Stryker disable next-line ArrayDeclaration: the first element is not read.
  const [, region, accountId] = /^arn:[^:]*:secretsmanager:([^:]+):([^:]+):/.exec(arn) ?? [];
  // A mutant survives: a match has both groups.
  // Stryker disable next-line LogicalOperator: a match has both groups.
  return region === undefined || accountId === undefined ? undefined : `${region}/${accountId}`;
}

/**
 * Throws `account_not_ours` for an account without our mark: another client may use its password and would lose it.
 *
 * @param formerSecret name of the secret that the account belonged to in the database whose snapshot this one began as, in whatever region and AWS
 *   account, where the environment says so
 */
export function requireOurs(account: Markable, secret: MarkedSecret, formerSecret?: string): void {
  if (isOurs(account, secret)) return;
  if (formerSecret === undefined || markOf(account) !== formerSecret) throw notOurs(account, secret);
}

/** Throws `account_not_ours` when another secret's mark is on the account: two secrets must not rotate one user. */
export function refuseForeign(account: Markable, secret: MarkedSecret): void {
  if (markOf(account) !== undefined && !isOurs(account, secret)) throw notOurs(account, secret);
}

/**
 * The refusal of an account without a mark whose first password is none of this secret's, although AWSCURRENT logs in as its second one.
 * Another secret may have set it: a user that changes itself cannot write a mark. To replace it would end that secret's AWSCURRENT.
 */
export function mayBeAnothers(account: Markable, secret: MarkedSecret): RotationError {
  return new RotationError("account_not_ours", {
    problem: `the account ${accountName(account.account)} may belong to another secret than ${secret.name}`,
    found: "no mark, and a first password that no labelled version of this secret holds; AWSCURRENT is its second one",
    allowed: "an account with the mark of this secret, or whose first password is AWSCURRENT's",
    remedy:
      "let one secret only hold this user; if no other does (a rotation was cancelled after setSecret), mark the account and repeat " +
      `the step: ${markStatement(account, secret)}; nothing was changed`,
  });
}

function notOurs(account: Markable, secret: MarkedSecret): RotationError {
  const name = accountName(account.account);
  const owner = markOf(account);
  const isNamesake = owner === secret.name;
  return new RotationError("account_not_ours", {
    problem: `the account ${name} exists and was not made for the secret ${secret.name}${isNamesake ? ` in ${homeOf(secret)}` : ""}`,
    found:
      owner === undefined
        ? "an account without a mark of this function"
        : `an account of the secret ${owner}${isNamesake ? ` in ${String(account.attribute[HOME_KEY])}` : ""}`,
    allowed: "an account that this function made for this secret",
    remedy:
      `use another user name, or, if the account is really meant: ${markStatement(account, secret)}; ` +
      "its password will then be changed" +
      (owner === undefined
        ? ""
        : `. In a database that began as a snapshot: snapshotSecret: "${owner}" in the environment file`),
  });
}

/** The statement by which an administrator gives an account to a secret. */
export function markStatement(
  { account, server, attribute = {} }: Omit<Markable, "attribute"> & Partial<Markable>,
  secret: MarkedSecret,
): string {
  const name = accountName(account);
  const mark = markFor(secret);
  if (server !== "mariadb") return `ALTER USER ${name} ATTRIBUTE '${JSON.stringify(mark)}'`;
  const wanted = notesOf(mark);
  const replaced = notesOf({ [HOME_KEY]: attribute[HOME_KEY], [MARK_KEY]: attribute[MARK_KEY] }).filter(
    (note) => !wanted.includes(note),
  );
  return [
    ...replaced.map((note) => `REVOKE ${NOTE_PRIVILEGE} ON \`${note}\`.* FROM ${name}`),
    ...wanted.map((note) => `GRANT ${NOTE_PRIVILEGE} ON \`${note}\`.* TO ${name}`),
  ].join("; ");
}
