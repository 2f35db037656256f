import { RotationError } from "../errors";
import { generatePassword } from "../password";
import { type Account, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { isOurs } from "./mark";
import type { StrategyContext } from "./strategy";
import { userPair } from "./user-pair";

/**
 * Locks the other user of the pair, where the secret was rotated by alternating-users before and knows one user now: its password would
 * open the database indefinitely, since no later rotation replaces it. Back in alternating-users, the next rotation unlocks it.
 *
 * Only accounts that carry the secret's mark: a name that fits is no evidence. Returns those that it has locked.
 */
export async function retireOtherUser(
  session: DatabaseSession,
  username: string,
  { secret, settings, log }: StrategyContext,
): Promise<readonly Account[]> {
  const retired: Account[] = [];
  const other = otherUser(username, secret);
  if (other === undefined) return retired;
  for (const { user, host } of await session.accountsNamed([other])) {
    const account = { user, host };
    const definition = await session.readAccount(account);
    if (definition === undefined || definition.locked || !isOurs(definition, secret)) continue;
    await session.apply({ kind: "retire-account", account, password: generatePassword(settings.passwordPolicy) });
    retired.push(account);
    log.warn("account-retired", {
      account: accountName(account),
      secret: secret.name,
      why: "the secret rotates one user now, and no later rotation would replace the password of the other one",
    });
  }
  return retired;
}

/** The other one of the secret's pair. A tag that names other users speaks of a pair that a strategy with one user does not have. */
export function otherUser(username: string, secret: StrategyContext["secret"]): string | undefined {
  try {
    return userPair(secret).alternate(username);
  } catch (error) {
    if (error instanceof RotationError) return undefined;
    throw error;
  }
}

/** The user and the other one of its pair, where it has one. */
export function usersOf(username: string, secret: StrategyContext["secret"]): readonly string[] {
  const other = otherUser(username, secret);
  return other === undefined ? [username] : [username, other];
}
