import { type Account, type AccountCredential, accountName, type ListedAccount, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretValue } from "../secret-value";
import { isPasswordPlugin } from "./guards";
import { isOurs, refuseForeign } from "./mark";
import { readPrevious } from "./previous-value";
import type { StrategyContext } from "./strategy";

/**
 * How a further account of the user is known to be the secret's:
 * - `held`: AWSCURRENT or AWSPENDING opens it.
 * - `previous`: AWSPREVIOUS is its first password. An earlier release changed the account that its login matched, and no other.
 * - `marked`: it carries the secret's mark, and its first password is no labelled one.
 */
export interface FurtherAccount {
  readonly credential: AccountCredential;
  readonly known: "held" | "previous" | "marked";
  /** AWSPREVIOUS, where it is the first password. */
  readonly previous?: string;
}

/**
 * The accounts of the user beside the matched one whose clients use this secret. MySQL chooses the account by the client's host, so a
 * rotation that changes one of them only locks out the clients of the others.
 *
 * Left alone: a locked account, one without a password (auth_socket, IAM), and one with a password of its own and no mark, whose clients use
 * something else than this secret. Throws `account_not_ours` for one that has the secret's password and another secret's mark.
 */
export async function furtherAccounts(
  session: DatabaseSession,
  matched: Account,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<readonly FurtherAccount[]> {
  const found: FurtherAccount[] = [];
  let previous: Promise<SecretValue | undefined> | undefined;
  for (const listed of await session.accountsNamed([matched.user])) {
    if (sameAccount(listed, matched) || !letsIn(listed)) continue;
    const account: Account = { user: listed.user, host: listed.host };
    const credential = await session.readCredential(account);
    if (credential === undefined) continue;
    if (await isHeld(session, listed, credential, current, pending)) {
      refuseForeign(credential, context.secret);
      found.push({ credential, known: "held" });
      continue;
    }
    // Read once at most, and only where a further account has neither password.
    previous ??= readPrevious(context);
    const before = await previous;
    if (before?.username === matched.user && credential.isPrimary(before.password) === true) {
      refuseForeign(credential, context.secret);
      found.push({ credential, known: "previous", previous: before.password });
    } else if (isOurs(credential, context.secret) && credential.isPrimary(current.password) === false) {
      found.push({ credential, known: "marked" });
    } else warnOfOther(credential, current, context);
  }
  return found;
}

/** Whether anybody can log in to the account with a password. */
export function letsIn({ isLocked, plugin }: Pick<ListedAccount, "isLocked" | "plugin">): boolean {
  return !isLocked && isPasswordPlugin(plugin);
}

async function isHeld(
  session: DatabaseSession,
  { hasSecondPassword }: ListedAccount,
  credential: AccountCredential,
  current: SecretValue,
  pending: SecretValue,
): Promise<boolean> {
  if (credential.isPrimary(current.password) === true || credential.isPrimary(pending.password) === true) return true;
  if (!hasSecondPassword) return false;
  return (await session.readSecondPassword(credential.account))?.is(current.password) === true;
}

function warnOfOther(credential: AccountCredential, { password }: SecretValue, { log }: StrategyContext): void {
  const isHidden = credential.isPrimary(password) === undefined;
  log.warn("further-account-left", {
    account: accountName(credential.account),
    why: isHidden
      ? "the server does not show which password it has"
      : "it has another password than the secret's, and no mark of the secret",
    hint: "clients that it lets in are refused the secret's password: rename or drop it where they use this secret",
  });
}
