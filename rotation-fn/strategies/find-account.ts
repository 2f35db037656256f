import { RotationError } from "../errors";
import { type AccountCredential, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { isOurs, type MarkedSecret, requireOurs } from "./mark";

/** Which of a user's accounts is meant, where no open session tells it (`CURRENT_USER()`): by what the admin can read. */

/** The one account of the user that has this password, or undefined where none or several have. */
export async function accountWithPassword(
  session: DatabaseSession,
  username: string,
  password: string,
): Promise<AccountCredential | undefined> {
  const [only, ...others] = (await accountsOf(session, username)).filter((one) => one.isPrimary(password) === true);
  return others.length === 0 ? only : undefined;
}

/** The one account of the user that carries the secret's mark. Throws `account_not_found`, `account_not_ours`, or `unsupported_account`. */
export async function accountWithMark(
  session: DatabaseSession,
  username: string,
  secret: MarkedSecret,
): Promise<AccountCredential> {
  const all = await accountsOf(session, username);
  const [only, ...others] = all.filter((one) => isOurs(one, secret));
  if (only === undefined) {
    for (const one of all) requireOurs(one, secret);
    throw new RotationError("account_not_found", {
      problem: `there is no account of the user '${username}'`,
      remedy: 'make the account with the password in AWSCURRENT (or provision it again), or correct "username"',
    });
  }
  if (others.length === 0) return only;
  throw new RotationError("unsupported_account", {
    problem: `several accounts of the user '${username}' carry the mark of the secret ${secret.name}`,
    found: [only, ...others].map(({ account }) => accountName(account)).join(", "),
    allowed: "one",
    remedy: "set the password of the right account to the one in AWSCURRENT, and start the rotation again",
  });
}

async function accountsOf(session: DatabaseSession, username: string): Promise<AccountCredential[]> {
  const accounts: AccountCredential[] = [];
  for (const host of await session.hostsOf(username)) {
    const account = await session.readCredential({ user: username, host });
    if (account !== undefined) accounts.push(account);
  }
  return accounts;
}
