import { isRotationError, RotationError } from "../errors";
import { type Account, type AccountChange, type AccountDefinition, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { type SecretValue, USERNAME_LIMIT } from "../secret-value";
import { convergeAccount } from "./converge-account";
import { requireAdminSecret, requireFitAdmin, requireKnownServer, requireSameHost } from "./guards";
import { markFor, markOf, refuseForeign, requireOurs } from "./mark";
import { adminLoginRequest, loginRequest, readAdminSecret, signIn, withSession } from "./sign-in";
import type { Strategy, StrategyContext } from "./strategy";
import { alternateUsername, pairLock } from "./user-pair";

/** Plugins that check a password which the server stores: the only ones a rotation makes sense for. */
const PASSWORD_PLUGINS = ["caching_sha2_password", "sha256_password", "mysql_native_password"];
const LOCK_TIMEOUT_MS = 5_000;

/**
 * The app user and its `_clone` in turn, changed by the admin: the credential in AWSCURRENT is never touched, so no login with
 * it fails while the next one is made.
 *
 * DEVIATION: AWS's function probes the pending login first and skips all work when it succeeds. A first attempt that broke off
 * between CREATE USER and the grants then ends in a user without rights being promoted (measured, MySQL 9.7). Here every
 * attempt converges, and the password is the last write. Consequence: no login of a rotation ever fails on purpose.
 */
export const alternatingUsers: Strategy = {
  name: "alternating-users",

  pendingUsername(current, { secret }) {
    requireAdminSecret(current, secret.arn);
    const username = alternateUsername(current.username);
    if (username.length <= USERNAME_LIMIT) return username;
    throw new RotationError("username_too_long", {
      problem: `the alternate user of '${current.username}' would have too long a name`,
      found: `${username.length} characters ('${username}')`,
      allowed: `${USERNAME_LIMIT} characters, so ${USERNAME_LIMIT - "_clone".length} for the app user`,
      remedy: "use a shorter user name in the secret",
    });
  },

  async change(current, pending, context) {
    const { secret, secrets, database, settings } = context;
    const adminSecretId = requireAdminSecret(current, secret.arn);
    requireAlternate(current, pending);
    requireSameHost(pending, current.host, "its current version");
    const appLogin = loginRequest(current, settings);

    // The guard against a confused deputy: who cannot log in as the app user gets no admin to change one.
    const source = await withSession(await signIn(database, appLogin), async ({ identity }) => identity);
    requireKnownServer(source.server);

    const admin = await readAdminSecret(secrets, adminSecretId);
    requireFitAdmin(admin, current);
    requireFitAdmin(admin, pending);
    await withSession(await signIn(database, adminLoginRequest(admin, appLogin)), async (session) => {
      // Taken before anything is read: what was read outside of the lock may be another invocation's half-done work.
      await session.lock(pairLock(current.username), LOCK_TIMEOUT_MS);
      await converge(session, source.account, pending, context);
    });
  },
};

async function converge(
  session: DatabaseSession,
  sourceAccount: Account,
  pending: SecretValue,
  { secret, log }: StrategyContext,
): Promise<void> {
  const source = await readSource(session, sourceAccount);
  const target: Account = { user: pending.username, host: sourceAccount.host };
  const existing = await session.readAccount(target);
  refuseForeign(source, secret.name);
  if (existing !== undefined) requireOurs(existing, secret.name);

  const mark = markFor(secret.name);
  // At the next rotation the roles are swapped: the app user then has to be known as ours. Its login has just proved it.
  const adoption: AccountChange[] =
    markOf(source) === undefined ? [{ kind: "merge-attribute", account: source.account, patch: mark }] : [];
  const changes = [...adoption, ...convergeAccount(source, target, existing, mark)];
  for (const change of changes) await session.apply(change);
  log.info("account-converged", {
    account: accountName(target),
    like: accountName(source.account),
    created: existing === undefined,
    changes: changes.length,
  });
  // Last, and with the unlock in the same statement: whoever can log in with the pending password has everything else too.
  const plugin = existing !== undefined && existing.plugin !== source.plugin ? { plugin: source.plugin } : {};
  try {
    await session.apply({ kind: "set-password", account: target, password: pending.password, ...plugin });
  } catch (error) {
    // PASSWORD HISTORY refuses a password that the account has had. Ours is random, so it had it from an earlier attempt of
    // this very rotation, and the login of testSecret will tell.
    if (!isRotationError(error, "password_reused")) throw error;
    log.info("password-set-before", { account: accountName(target) });
  }
}

async function readSource(session: DatabaseSession, account: Account): Promise<AccountDefinition> {
  const source = await session.readAccount(account);
  if (source === undefined) {
    throw new RotationError("account_not_found", {
      problem: `the account ${accountName(account)} was there a moment ago and is gone`,
      remedy: "find out who drops accounts; the step can be repeated safely",
    });
  }
  if (PASSWORD_PLUGINS.includes(source.plugin)) return source;
  throw new RotationError("unsupported_account", {
    problem: `the account ${accountName(account)} does not log in with a password of its own`,
    found: `the plugin ${source.plugin}`,
    allowed: PASSWORD_PLUGINS.join(", "),
    remedy: "let the secret name an account with a password",
  });
}

function requireAlternate(current: SecretValue, pending: SecretValue): void {
  const expected = alternateUsername(current.username);
  if (pending.username === expected) return;
  throw new RotationError("user_mismatch", {
    problem: "the pending version is for another user than the current version's alternate",
    found: `'${pending.username}'`,
    allowed: `'${expected}'`,
    remedy:
      "cancel this rotation (UpdateSecretVersionStage: remove AWSPENDING from its version) and start a new one; nothing was changed",
  });
}
