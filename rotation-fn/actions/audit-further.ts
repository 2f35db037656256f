import { accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretDescription } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { letsIn } from "../strategies/further-accounts";
import { isOurs, markStatement } from "../strategies/mark";
import type { Deviation } from "./audit-findings";

/**
 * Finds accounts of a secret's only user that refuse AWSCURRENT: MySQL chooses the account by the client's host, so the function's login says
 * nothing about clients of another host.
 */
export async function auditFurtherAccounts(
  session: DatabaseSession,
  { username, password }: SecretValue,
  secret: SecretDescription,
  strategy: Exclude<StrategyName, "alternating-users">,
): Promise<readonly Deviation[]> {
  const deviations: Deviation[] = [];
  for (const listed of await session.accountsNamed([username])) {
    const account = { user: listed.user, host: listed.host };
    const credential = letsIn(listed) ? await session.readCredential(account) : undefined;
    if (credential === undefined || credential.isPrimary(password) !== false) continue;
    if (listed.hasSecondPassword && (await session.readSecondPassword(account))?.is(password) !== false) continue;
    const name = accountName(account);
    const remedy =
      strategy === "single-user"
        ? "a user that changes itself changes the account of its own login and no other: drop it, or tag the secret rotation:strategy=admin-rotated"
        : isOurs(credential, secret)
          ? "the next rotation gives it the secret's password"
          : `drop or rename it where it is somebody else's; otherwise mark it, and the next rotation gives it the secret's password: ${markStatement(credential, secret)}`;
    deviations.push({ problem: `${name} refuses AWSCURRENT to the clients that it lets in: ${remedy}`, count: 1 });
  }
  return deviations;
}
