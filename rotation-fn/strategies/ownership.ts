import { type AccountDefinition, accountName, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretValue } from "../secret-value";
import { isSameHost } from "./guards";
import { markOf, refuseForeign, requireOurs } from "./mark";
import { readPrevious } from "./previous-value";
import { loginRequest, withSession } from "./sign-in";
import type { StrategyContext } from "./strategy";

/**
 * Who may an account that exists already be taken for? A check for the accounts of the pending user; it throws
 * `account_not_ours`.
 *
 * Ours is what carries the secret's mark. AWS's function leaves none, and a secret that it has rotated is to be continued; its
 * alternate account is adopted on evidence, and on nothing less than that:
 *  - AWSPREVIOUS names this user, and its password is the account's: the secret has held the account's credential before;
 *  - or the pending password is the account's: a rotation of this very version, by another function, got as far as setting it.
 * That a name fits (`svc` for the secret of `svc_clone`) is no evidence. The passwords are compared with the stored hash; only
 * where the server does not show it is AWSPREVIOUS tried by a login, and no other password ever is: a login that fails may lock
 * an account of another application.
 *
 * DEVIATION from set_secret in SecretsManagerRDSMySQLRotationMultiUser/lambda_function.py (aws-samples/aws-secrets-manager-rotation-lambdas at b4b8eca):
 * AWS's function changes any account that has the alternate name.
 *
 * Only for an account without a mark does this cost anything: one more read of the secret, perhaps one more login.
 */
export function ownershipCheck(
  session: DatabaseSession,
  pending: SecretValue,
  context: StrategyContext,
): (existing: AccountDefinition) => Promise<void> {
  let previous: Promise<SecretValue | undefined> | undefined;
  return async (existing) => {
    const { secret, log } = context;
    refuseForeign(existing, secret);
    // State 2 of setSecret.
    if (markOf(existing) !== undefined) return;
    previous ??= readPrevious(context);
    const evidence = await evidenceFor(session, existing, await previous, pending, context);
    // State 5 of setSecret, otherwise state 16.
    if (evidence === undefined) return requireOurs(existing, secret);
    log.info("account-adopted", { account: accountName(existing.account), secret: secret.name, evidence });
  };
}

async function evidenceFor(
  session: DatabaseSession,
  { account }: AccountDefinition,
  previous: SecretValue | undefined,
  pending: SecretValue,
  { database, settings }: StrategyContext,
): Promise<string | undefined> {
  const credential = await session.readCredential(account);
  if (previous !== undefined && isSameLogin(previous, pending)) {
    const same = credential?.isPrimary(previous.password);
    if (same === true) return "it has the password in AWSPREVIOUS";
    if (same === undefined) {
      const answer = await database.login(loginRequest(previous, settings));
      if (answer.kind === "accepted") {
        const matched = await withSession(answer.session, async ({ identity }) => identity.account);
        if (sameAccount(matched, account)) return "AWSPREVIOUS logs in with it";
      }
    }
  }
  return credential?.isPrimary(pending.password) === true ? "it has the password in AWSPENDING" : undefined;
}

/** One user on one server: what a value says of another server is no evidence for this one. */
function isSameLogin(one: SecretValue, other: SecretValue): boolean {
  return one.username === other.username && isSameHost(one.host, other.host) && one.port === other.port;
}
