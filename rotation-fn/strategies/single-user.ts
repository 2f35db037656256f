import { type ErrorCode, RotationError } from "../errors";
import { type AccountChange, type AccountCredential, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretValue } from "../secret-value";
import { logKeptPassword } from "./end-second-password";
import { refuseForbiddenUser, requireAccountOf, requireEngine, requireSameHost } from "./guards";
import { markOf, mayBeAnothers, refuseForeign } from "./mark";
import {
  CERTIFICATE_HINT,
  logPasswordChange,
  type PasswordChange,
  provePending,
  resyncInstructions,
  unlabelledVersions,
} from "./password-change";
import { hasPendingPassword, requirePendingUser } from "./pending-evidence";
import { readPrevious } from "./previous-value";
import { loginRequest, signInUnlessRefused, withSession } from "./sign-in";
import type { Strategy, StrategyContext } from "./strategy";
import { LOCK_TIMEOUT_MS, usersLock } from "./user-pair";
import { refuseReader } from "./writer";

/**
 * The app user changes its own password: no admin, no second user.
 *
 * Where the account may keep two passwords (MySQL 8.0.14 and later with APPLICATION_PASSWORD_ADMIN) the one in AWSCURRENT keeps
 * working until the next rotation. RETAIN is never sent blindly, because a second one with the same password makes the old one
 * end: each change names the password that it replaces (REPLACE), so that the server compares and changes in one statement and
 * refuses a repetition. No login is needed to find that out, and no right to read anything but the user's own account, whose
 * mark says whether another secret has this user. The lock is there for expire-previous, which would otherwise end AWSCURRENT as "the second
 * password" when it meets a rotation that has just made it that.
 *
 * DEVIATION from set_secret in SecretsManagerRDSMySQLRotationSingleUser/lambda_function.py (aws-samples/aws-secrets-manager-rotation-lambdas at b4b8eca):
 * AWS's function logs in with the pending password first, which is a failed login in every rotation and locks accounts
 * with FAILED_LOGIN_ATTEMPTS (measured, MySQL 9.7). Here AWSCURRENT is tried first, and the pending one only where that is refused.
 */
export const singleUser: Strategy = {
  name: "single-user",

  pendingUsername(current) {
    refuseForbiddenUser(current.username);
    refuseReader(current, "a user that changes itself cannot ask the writer about it");
    return current.username;
  },

  async change(current, pending, context) {
    await requirePendingUser(current.username, current, pending, context);
    requireSameHost(pending, current.host, "its current version");
    refuseForbiddenUser(current.username);
    const { session, password } = await signInByEvidence(current, pending, context);
    await withSession(session, async ({ identity }) => {
      requireEngine(identity.server, current.engine);
      requireAccountOf(current.username, identity.account);
      await session.lock(usersLock(current.username, context.secret), LOCK_TIMEOUT_MS);
      const done =
        // State 9 of setSecret, otherwise 8, 10 or 11.
        password === pending.password ? "set-before" : await change(session, password, current, pending, context);
      logPasswordChange(context, identity.account, done);
      if (done === "replaced" || done === "window") await reportSecondPassword(session, context);
    });
  },
};

/**
 * The login that works: AWSCURRENT, as after every rotation that ended well; AWSPENDING, when an earlier attempt got through on an
 * account that cannot keep two; AWSPREVIOUS, when the database was restored from a backup. Each is tried only where the one before
 * was refused for its password.
 */
async function signInByEvidence(
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<{ session: DatabaseSession; password: string }> {
  const { database, settings, secret } = context;
  const refused: string[] = [];
  for (const [label, read] of [
    ["AWSCURRENT", async () => current.password],
    ["AWSPENDING", async () => pending.password],
    ["AWSPREVIOUS", () => previousPassword(current, context)],
  ] as const) {
    const password = await read();
    if (password === undefined) continue;
    // Only the password is another version's: where it is sent, and as whom, is AWSCURRENT's to say.
    const session = await signInUnlessRefused(database, loginRequest({ ...current, password }, settings));
    if (session !== undefined) {
      return label === "AWSPREVIOUS" ? currentAfterAll(session, password, current, context) : { session, password };
    }
    refused.push(label);
  }
  // State 12 of setSecret; 13, 14 and 15 were thrown by signInUnlessRefused.
  throw new RotationError("credential_lost", {
    problem: `no credential of the secret ${secret.name} is the password of '${current.username}'`,
    found: `${refused.join(", ")}: all refused`,
    allowed: "one of them to be the account's password",
    remedy: `${resyncInstructions(context, current.username)}; ${unlabelledVersions(context)}; ${CERTIFICATE_HINT}`,
  });
}

/**
 * After a rollback AWSPREVIOUS is the account's first password and AWSCURRENT the second one, which a change would end. So where AWSPREVIOUS
 * lets us in, AWSCURRENT is tried once more: it may have been refused by mistake.
 */
async function currentAfterAll(
  session: DatabaseSession,
  previous: string,
  current: SecretValue,
  { database, settings }: StrategyContext,
): Promise<{ session: DatabaseSession; password: string }> {
  if (!session.identity.server.dualPasswords) return { session, password: previous };
  const again = await signInUnlessRefused(database, loginRequest(current, settings)).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  if (again === undefined) return { session, password: previous };
  await session.close();
  return { session: again, password: current.password };
}

async function previousPassword(current: SecretValue, context: StrategyContext): Promise<string | undefined> {
  const previous = await readPrevious(context);
  return previous?.username === current.username ? previous.password : undefined;
}

/** Sets the pending password in the session of the account itself, which was opened with `password`. */
async function change(
  session: DatabaseSession,
  password: string,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<PasswordChange> {
  const { account, server } = session.identity;
  const own = await session.readCredential(account);
  if (own !== undefined) refuseForeign(own, context.secret);
  const to = { kind: "change-password", account, password: pending.password } as const;
  if (!server.dualPasswords) {
    const refusal = await attempt(session, { ...to, second: "kept" });
    return refusal === undefined ? "window" : provePending(pending, context, refusal);
  }
  const first = await replace(session, to, password);
  // State 8 of setSecret.
  if (typeof first === "string") return first;
  if (first.code !== "password_not_primary") return provePending(pending, context, first);
  // State 11 of setSecret; below, state 10.
  if (password !== current.password) return replaceUnknown(session, to, own, current, pending, context);
  if (own !== undefined && markOf(own) === undefined) {
    return provePending(pending, context, mayBeAnothers(own, context.secret));
  }
  // We are in with AWSCURRENT as the second password. The first is the pending one, of an earlier attempt; or one that is no longer needed, of a
  // rotation that was cancelled. A change without RETAIN puts the pending one there and leaves the second alone.
  const refusal = await attempt(session, { ...to, second: "kept" });
  return refusal === undefined ? "retained" : provePending(pending, context, refusal);
}

type Replacement = Pick<Extract<AccountChange, { kind: "change-password" }>, "kind" | "account" | "password">;

/** Names the password that is replaced, and keeps it as the second one where the user may. */
async function replace(
  session: DatabaseSession,
  to: Replacement,
  replacing: string,
): Promise<PasswordChange | RotationError> {
  const refusal = await attemptNamed(session, { ...to, replacing, second: "replaced" });
  if (refusal === undefined) return "retained";
  if (refusal.code !== "missing_privilege") return refusal;
  return (await attemptNamed(session, { ...to, replacing, second: "kept" })) ?? "replaced";
}

/**
 * We are in with AWSPREVIOUS as the second password, and AWSCURRENT and the pending one were refused. The first password is AWSCURRENT after
 * all, refused by mistake: REPLACE shows it. Or it is the pending one, refused by mistake: a login shows it. Or it was set
 * by hand: then it is replaced where the account carries the secret's mark, and AWSPREVIOUS keeps working. Without the mark it may be
 * another secret's.
 */
async function replaceUnknown(
  session: DatabaseSession,
  to: Replacement,
  own: AccountCredential | undefined,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<PasswordChange> {
  const done = await replace(session, to, current.password);
  if (typeof done === "string") return done;
  if (done.code !== "password_not_primary") return provePending(pending, context, done);
  if (await hasPendingPassword(current, pending, context)) return "set-before";
  if (own !== undefined && markOf(own) === undefined) throw mayBeAnothers(own, context.secret);
  const refusal = await attempt(session, { ...to, second: "kept" });
  if (refusal !== undefined) throw refusal;
  context.log.warn("unknown-password-replaced", {
    account: accountName(to.account),
    why: "no version of the secret held the account's first password; AWSPREVIOUS logged in as its second one",
  });
  return "retained";
}

/**
 * A user that may not keep a second password may not end one either, which an administrator or an earlier strategy has left. MySQL does
 * not tell it whether there is one (measured, 9.7), MariaDB does.
 */
async function reportSecondPassword(session: DatabaseSession, { log }: StrategyContext): Promise<void> {
  const { account, server } = session.identity;
  if (server.alternativePasswords) {
    const credential = await session.readCredential(account);
    if (credential?.hasSecond !== true) return;
    return logKeptPassword(log, session, account, "a user that changes itself replaces its first password only");
  }
  if (!server.dualPasswords) return;
  logKeptPassword(log, session, account, "a second password that the account may have is not this user's to end");
}

type NamedChange = Extract<AccountChange, { kind: "change-password" }> & { readonly replacing: string };

/**
 * Where the server finds too few characters changed, it has proved that the named password is the account's first one. Without its name
 * nothing is compared, and the change is as safe.
 */
async function attemptNamed(session: DatabaseSession, change: NamedChange): Promise<RotationError | undefined> {
  const refusal = await attempt(session, change);
  // Stryker disable next-line StringLiteral: neither text begins with the error number.
  if (refusal === undefined || !/^4165\b/.test(refusal.parts.found ?? "")) return refusal;
  const { replacing: _, ...unnamed } = change;
  const again = await attempt(session, unnamed);
  // PASSWORD REQUIRE CURRENT: the name is asked for, and the characters are compared. Both refuse.
  return again?.code === "password_required" ? refusal : again;
}

/** Refusals that leave everything as it was and say something about the account's passwords. */
const TELLING: ReadonlySet<ErrorCode> = new Set([
  "missing_privilege",
  "password_not_primary",
  "password_required",
  "password_reused",
  "password_rejected",
]);

async function attempt(session: DatabaseSession, change: AccountChange): Promise<RotationError | undefined> {
  try {
    await session.apply(change);
    return undefined;
  } catch (error) {
    if (error instanceof RotationError && TELLING.has(error.code)) return error;
    throw error;
  }
}
