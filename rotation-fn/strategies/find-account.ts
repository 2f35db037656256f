import { RotationError } from "../errors";
import type { AccountCredential } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { letsIn } from "./further-accounts";
import { isOurs, type MarkedSecret, requireOurs } from "./mark";

/** Which of a user's accounts is meant, where no open session tells it (`CURRENT_USER()`): by what the admin can read. */

/** The accounts of the user whose first password this is. */
export async function accountsWithPassword(
  session: DatabaseSession,
  username: string,
  password: string,
): Promise<readonly AccountCredential[]> {
  return (await accountsOf(session, username)).filter((one) => one.isPrimary(password) === true);
}

/** The accounts of the user that carry the secret's mark, one at least. Throws `account_not_found` or `account_not_ours`. */
export async function accountsWithMark(
  session: DatabaseSession,
  username: string,
  secret: MarkedSecret,
): Promise<readonly AccountCredential[]> {
  const all = await accountsOf(session, username);
  const ours = all.filter((one) => isOurs(one, secret));
  if (ours.length > 0) return ours;
  for (const one of all) requireOurs(one, secret);
  throw new RotationError("account_not_found", {
    problem: `there is no account of the user '${username}'`,
    remedy: 'make the account with the password in AWSCURRENT (or provision it again), or correct "username"',
  });
}

/** Those that accept a login with a password. */
async function accountsOf(session: DatabaseSession, username: string): Promise<AccountCredential[]> {
  const accounts: AccountCredential[] = [];
  for (const listed of await session.accountsNamed([username])) {
    if (!letsIn(listed)) continue;
    const account = await session.readCredential({ user: listed.user, host: listed.host });
    if (account !== undefined) accounts.push(account);
  }
  return accounts;
}
