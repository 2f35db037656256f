import { RotationError } from "../errors";
import { type Account, type AccountCredential, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretValue } from "../secret-value";
import { changeFurther, changePassword, resetPassword } from "./admin-password";
import { changeAsAdmin } from "./change-as-admin";
import { accountsWithMark, accountsWithPassword } from "./find-account";
import { furtherAccounts } from "./further-accounts";
import {
  requireAccountOf,
  requireAdminSecret,
  requireKnownServer,
  requirePasswordAccount,
  requireSameHost,
  validateAdminSecret,
} from "./guards";
import { CERTIFICATE_HINT, logPasswordChange, resyncInstructions, unlabelledVersions } from "./password-change";
import { requirePendingUser } from "./pending-evidence";
import { loginRequest, signInAsAdmin, signInUnlessRefused, withSession } from "./sign-in";
import type { Strategy, StrategyContext } from "./strategy";
import { LOCK_TIMEOUT_MS, usersLock } from "./user-pair";
import { refuseReader } from "./writer";

/**
 * The admin changes the password of one user. There is no second user, and the user needs no right to change itself.
 * Every account of the user that holds the secret's password is changed ({@link furtherAccounts}), the one that the login matched last.
 *
 * The password in AWSCURRENT keeps working until the next rotation, as the account's second one (MySQL 8.0.14 and later; MariaDB,
 * whose accounts may have two ways to log in: docs/decisions/019-two-passwords-on-mariadb.md). RETAIN is sent only where AWSCURRENT is the account's first password: a second RETAIN with the same password would end it. The admin
 * can read what the server compares passwords with, so that takes no login, and none of a rotation fails.
 */
export const adminRotated: Strategy = {
  name: "admin-rotated",

  pendingUsername(current, { secret }) {
    requireAdminSecret(current, secret.arn);
    return current.username;
  },

  async change(current, pending, context) {
    const { secret, settings } = context;
    const adminSecretId = requireAdminSecret(current, secret.arn);
    await requirePendingUser(current.username, current, pending, context);
    requireSameHost(pending, current.host, "its current version");

    const proof = await prove(current, pending, context);
    if (proof.by === "pending") {
      requireAccountOf(current.username, proof.account);
      return logPasswordChange(context, proof.account, "set-before");
    }
    if (proof.by === "current") {
      return changeAsAdmin(proof.session, current, context, {
        adminSecretId,
        validateAdmin: (credential, withWriterEndpoint) => validateAdminSecret(credential, withWriterEndpoint(current)),
        async change(session, matched, withWriterEndpoint) {
          await session.lock(usersLock(current.username, secret), LOCK_TIMEOUT_MS);
          const stored = await matchedCredential(session, matched);
          requirePasswordAccount(stored);
          const further = await furtherAccounts(session, matched, current, pending, context);
          for (const one of further) await changeFurther(session, one, current, withWriterEndpoint(pending), context);
          // The last write: a login with the pending password then proves that the others have it.
          await changePassword(session, stored, current, withWriterEndpoint(pending), context);
        },
      });
    }
    refuseReader(current, "the current password does not let the function in");
    const admin = await signInAsAdmin(context, adminSecretId, loginRequest(current, settings), (credential) =>
      validateAdminSecret(credential, current),
    );
    await withSession(admin, async (session) => {
      requireKnownServer(session.identity.server, current.engine);
      await session.lock(usersLock(current.username, secret), LOCK_TIMEOUT_MS);
      for (const stored of await provenCredentials(session, proof, current, context)) {
        requirePasswordAccount(stored);
        if (proof.by === "nothing") await resetPassword(session, stored, pending, context);
        else await changePassword(session, stored, current, pending, context);
      }
    });
  },
};

/** How it is known that the secret speaks of an account that is its own. */
type Proof =
  /** With the app user's session, which the caller has to close. */
  | { readonly by: "current"; readonly session: DatabaseSession }
  | { readonly by: "pending"; readonly account: Account }
  /** The server says that the password has expired, which it tells only to those who know it; not whose row it is. */
  | { readonly by: "expired"; readonly error: RotationError }
  /** Not at all, and the function's setting allows that. */
  | { readonly by: "nothing" };

/**
 * The guard against a confused deputy: who cannot log in as the user gets no admin to change it. Otherwise everybody who may write
 * the secret's value could have any account's password set.
 */
async function prove(current: SecretValue, pending: SecretValue, context: StrategyContext): Promise<Proof> {
  const { database, settings, secret } = context;
  const answer = await database.login(loginRequest(current, settings));
  // States 8 and 10 of setSecret.
  if (answer.kind === "accepted") return { by: "current", session: answer.session };
  // State 14.
  // A mutant survives: no caller asks for this one by its name.
  if (answer.error.code === "password_expired") return { by: "expired", error: answer.error };
  // States 13 and 15.
  if (answer.error.code !== "login_refused") throw answer.error;
  // State 9.
  const session = await signInUnlessRefused(database, loginRequest(pending, settings));
  if (session !== undefined) {
    return { by: "pending", account: await withSession(session, async ({ identity }) => identity.account) };
  }
  // States 11 and 12.
  if (settings.allowAdminReset) return { by: "nothing" };
  throw new RotationError("credential_lost", {
    problem: `no credential of the secret ${secret.name} is the password of '${current.username}', so the admin may not change it`,
    found: "AWSCURRENT, AWSPENDING: both refused",
    allowed: "one of them to be the account's password",
    remedy: `${resyncInstructions(context, current.username)}; ${unlabelledVersions(context)}; or let the function reset accounts that it made (ALLOW_ADMIN_RESET=true); ${CERTIFICATE_HINT}`,
  });
}

async function provenCredentials(
  session: DatabaseSession,
  proof: Extract<Proof, { by: "expired" | "nothing" }>,
  { username, password }: SecretValue,
  { secret }: StrategyContext,
): Promise<readonly AccountCredential[]> {
  if (proof.by === "nothing") return accountsWithMark(session, username, secret);
  const stored = await accountsWithPassword(session, username, password);
  if (stored.length === 0) throw proof.error;
  return stored;
}

async function matchedCredential(session: DatabaseSession, account: Account): Promise<AccountCredential> {
  const stored = await session.readCredential(account);
  if (stored !== undefined) return stored;
  throw new RotationError("account_not_found", {
    problem: `the account ${accountName(account)} was there a moment ago and is gone`,
    remedy: "find out who drops accounts; the step can be repeated safely",
  });
}
