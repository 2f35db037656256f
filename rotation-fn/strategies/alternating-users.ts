import { RotationError } from "../errors";
import type { Account } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { type SecretValue, usernameLimit } from "../secret-value";
import { findAccountPairs } from "./account-pairs";
import { changeAsAdmin } from "./change-as-admin";
import { type ConvergedPair, convergePair, setPairPassword } from "./converge-pair";
import { endSecondPassword } from "./end-second-password";
import { requireAdminSecret, requireSameHost, validateAdminSecret } from "./guards";
import { CERTIFICATE_HINT, resyncInstructions } from "./password-change";
import { requirePendingUser } from "./pending-evidence";
import { proveRights } from "./prove-rights";
import { dropOrRetire } from "./retire-account";
import { loginRequest, sessionOf } from "./sign-in";
import type { Strategy, StrategyContext } from "./strategy";
import { LOCK_TIMEOUT_MS, userPair, usersLock } from "./user-pair";

/**
 * The app user and its alternate in turn, changed by the admin: the credential in AWSCURRENT is never touched, so no login with
 * it fails while the next one is made.
 *
 * DEVIATION from set_secret in SecretsManagerRDSMySQLRotationMultiUser/lambda_function.py (aws-samples/aws-secrets-manager-rotation-lambdas at b4b8eca):
 * AWS's function probes the pending login first and skips all work when it succeeds. A first attempt that stopped
 * between CREATE USER and the grants then ends in a user without rights being promoted (measured, MySQL 9.7). Here every
 * attempt converges, and the password is the last write. Consequence: no login of a rotation ever fails on purpose.
 */
export const alternatingUsers: Strategy = {
  name: "alternating-users",

  pendingUsername(current, { secret, settings }) {
    requireAdminSecret(current, secret.arn);
    const username = userPair(secret).alternate(current.username);
    const limit = Math.min(usernameLimit(current.engine), settings.usernameCharacterLimit ?? Number.POSITIVE_INFINITY);
    // A name that loses its suffix is an old one, whatever limit came later.
    if (username.length <= limit || username.length < current.username.length) return username;
    const suffix = username.length - current.username.length;
    throw new RotationError("username_too_long", {
      problem: `the alternate user of '${current.username}' would have too long a name`,
      found: `${username.length} characters ('${username}')`,
      allowed: `${limit} characters, so ${limit - suffix} for the app user`,
      remedy: "use a shorter user name in the secret, or name both users in its tag rotation:usernames",
    });
  },

  async change(current, pending, context) {
    const { secret, database, settings } = context;
    const adminSecretId = requireAdminSecret(current, secret.arn);
    const pair = userPair(secret);
    await requirePendingUser(pair.alternate(current.username), current, pending, context);
    requireSameHost(pending, current.host, "its current version");
    const appLogin = loginRequest(current, settings);

    // The guard against a confused deputy: who cannot log in as the app user gets no admin to change one.
    const answer = await database.login(appLogin);
    // State 6 of setSecret.
    if (answer.kind === "rejected") throw refusedCurrent(answer.error, current, context);
    // State 7: sessionOf throws what the server did not answer.
    await changeAsAdmin(sessionOf(answer), current, context, {
      adminSecretId,
      validateAdmin(credential, withWriterEndpoint) {
        validateAdminSecret(credential, withWriterEndpoint(current));
        validateAdminSecret(credential, withWriterEndpoint(pending));
      },
      async change(session, matched) {
        // Taken before anything is read: what was read outside of the lock may be another invocation's half-done work.
        await session.lock(usersLock(current.username, secret), LOCK_TIMEOUT_MS);
        await converge(session, matched, current, pending, context);
      },
    });
  },

  prove: proveRights,
};

/** All rights of all accounts first, then the passwords: no account gets a usable password before its rights are complete. */
async function converge(
  session: DatabaseSession,
  matched: Account,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<void> {
  const { pairs, orphans } = await findAccountPairs(session, matched, current, pending, context);
  const converged: ConvergedPair[] = [];
  for (const pair of pairs) converged.push(await convergePair(session, pair, context));
  // As a revoked right does not stay with the other user, neither does an account that the current user no longer has.
  for (const definition of orphans) await dropOrRetire(session, definition, context);
  // What a strategy with one user, or a person, has left: nothing else would ever end it.
  for (const { source, sourceHasSecond } of pairs) {
    if (sourceHasSecond) await endSecondPassword(session, source.account, current.password, context.log);
  }
  for (const pair of converged) await setPairPassword(session, pair, pending.password, context);
}

/** The server's own words, and what brings the database and the secret together again. */
function refusedCurrent(error: RotationError, { username }: SecretValue, context: StrategyContext): RotationError {
  // Any other number than that of a wrong password has a cure of its own.
  // A mutant survives: neither text begins with the number.
  if (error.code !== "login_refused" || !/^1045 /.test(error.parts.found ?? "")) return error;
  const remedy =
    `${resyncInstructions(context, username)}; terraform apply -replace of its provisioning, in the folder of the stack, does the first for a user it made; ` +
    "it stays refused: an anonymous account (User = '') for the function's host is matched before it, drop that; " +
    CERTIFICATE_HINT;
  return error.with({ parts: { ...error.parts, remedy } });
}
