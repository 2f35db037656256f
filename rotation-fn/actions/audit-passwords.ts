import { type Account, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretDescription } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { letsIn } from "../strategies/further-accounts";
import { isExpired, isOurs } from "../strategies/mark";
import { readPrevious } from "../strategies/previous-value";
import { usersOf } from "../strategies/retire-other-user";
import type { AuditContext, Findings } from "./audit-findings";
import type { AuditedLogin } from "./audit-login";

/**
 * Finds passwords that open an account of the secret although none of its labels holds them: left by a rotation that was cancelled, by
 * another strategy, or set by hand. Compares them with what the server stores, so that no login fails for it. A password that could
 * not be compared is not counted.
 */
export async function auditPasswords(
  session: DatabaseSession,
  secret: SecretDescription,
  { value: current, strategy }: AuditedLogin,
  context: AuditContext,
): Promise<Findings> {
  const previous = await readPrevious({ ...context, secret });
  // A mutant survives: no account has a mutant's element as its password.
  const held = [current, ...(previous === undefined ? [] : [previous])];
  const found = await unlabelled(session, secret, usersOf(current.username, secret), held);
  const problem = `no label of the secret holds a password that opens ${found.join(", ")}: ${whatEndsIt(strategy, current)}`;
  return { unlabelledPasswords: found.length, problems: found.length > 0 ? [problem] : [] };
}

/** The passwords that no label holds, each as the words that name it. */
async function unlabelled(
  session: DatabaseSession,
  secret: SecretDescription,
  users: readonly string[],
  held: readonly SecretValue[],
): Promise<string[]> {
  const found: string[] = [];
  for (const listed of await session.accountsNamed(users)) {
    if (!letsIn(listed)) continue;
    const { user, host, hasSecondPassword } = listed;
    const account: Account = { user, host };
    const credential = await session.readCredential(account);
    if (credential === undefined) continue;
    const known = held.filter((value) => value.username === user).map(({ password }) => password);
    const isHeld = (is: (password: string) => boolean | undefined): boolean =>
      known.some((password) => is(password) !== false);
    const firstIsHeld = isHeld((password) => credential.isPrimary(password));
    const second = hasSecondPassword ? await session.readSecondPassword(account) : undefined;
    const secondIsHeld = second !== undefined && isHeld((password) => second.is(password));
    // A name that fits does not make an account the secret's: its mark does, or a password of it.
    if (!isOurs(credential, secret) && !firstIsHeld && !secondIsHeld) continue;
    if (!firstIsHeld && !isExpired(credential)) found.push(`${accountName(account)} (its first)`);
    if (second !== undefined && !secondIsHeld) found.push(`${accountName(account)} (its second)`);
  }
  return found;
}

function whatEndsIt(strategy: StrategyName, { username }: SecretValue): string {
  if (strategy !== "single-user") return "the next rotation ends it";
  return (
    `the next rotation ends it where '${username}' may keep two passwords; otherwise the admin does ` +
    "(ALTER USER … DISCARD OLD PASSWORD, or ALTER USER … ACCOUNT LOCK for the user that the secret does not name)"
  );
}
