import { RotationError } from "../errors";
import type { ExpirePreviousEvent } from "../event";
import { generatePassword } from "../password";
import { type Account, accountName, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { type SecretDescription, unfinishedVersion, versionLabelled } from "../ports/secret-store";
import { type AdminSecretValue, parseSecretValue, type SecretValue } from "../secret-value";
import { changeAsAdmin } from "../strategies/change-as-admin";
import { chooseStrategy } from "../strategies/choose-strategy";
import { endOwnSecondPassword, endSecondPassword } from "../strategies/end-second-password";
import { refuseForbiddenUser, validateAdminSecret } from "../strategies/guards";
import { EXPIRED, isOurs, refuseForeign } from "../strategies/mark";
import { retireOtherUser } from "../strategies/retire-other-user";
import { loginRequest, signIn, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import { LOCK_TIMEOUT_MS, userPair, usersLock } from "../strategies/user-pair";

export interface ExpirePreviousResult {
  readonly secretId: string;
  /** What was ended, in words; empty where AWSCURRENT was the only password already. Nothing in it is secret. */
  readonly expired: readonly string[];
}

/**
 * Ends every password of the secret's users but the one in AWSCURRENT, now and not with the next rotation: for a password that has leaked. With
 * two users the idle one gets a password that is not stored anywhere, until the next rotation gives it one of the secret's; the second password of
 * one user is discarded. Open connections stay: docs/after-a-leak.md says how they are ended.
 *
 * An admin does it, where the value names one; otherwise the user itself, as far as its rights go. AWSCURRENT has to log in first: it is the
 * guard against a confused deputy, and it must not be the password that ends. Refused while a rotation is under way.
 */
export async function expirePrevious(
  event: ExpirePreviousEvent,
  context: Omit<StrategyContext, "secret">,
): Promise<ExpirePreviousResult> {
  const { secrets, settings, database, log } = context;
  const secret = await secrets.describe(event.secretId);
  refuseUnfinished(secret);
  const text = await secrets.read(secret.arn, { label: "AWSCURRENT" });
  const current = parseSecretValue(text, `${secret.name} (AWSCURRENT)`);
  refuseForbiddenUser(current.username);
  const session = await signIn(database, loginRequest(current, settings));
  const full = { ...context, secret };
  const expired: string[] = [];
  if (current.masterarn === undefined || current.masterarn === secret.arn) {
    await withSession(session, async () => {
      await session.lock(usersLock(current.username, secret), LOCK_TIMEOUT_MS);
      await refuseChanged(secret, context);
      expired.push(...(await endOwnSecondPassword(session, current.password)));
    });
  } else {
    const validateAdmin = (admin: AdminSecretValue, withWriterEndpoint: (value: SecretValue) => SecretValue): void =>
      validateAdminSecret(admin, withWriterEndpoint(current));
    await changeAsAdmin(session, current, full, {
      adminSecretId: current.masterarn,
      validateAdmin,
      async change(admin, matched) {
        await admin.lock(usersLock(current.username, secret), LOCK_TIMEOUT_MS);
        await refuseChanged(secret, context);
        expired.push(...(await endOfUser(admin, matched, current, full)), ...(await endOfOther(admin, current, full)));
      },
    });
  }
  log.warn("previous-expired", { secret: secret.name, expired: expired.join("; ") || "nothing" });
  return { secretId: secret.arn, expired };
}

/** The second password of the current user, in each of its accounts that AWSCURRENT opens. */
async function endOfUser(
  session: DatabaseSession,
  matched: Account,
  { username, password }: SecretValue,
  { secret, log }: StrategyContext,
): Promise<string[]> {
  const expired: string[] = [];
  for (const { user, host, hasSecondPassword } of await session.accountsNamed([username])) {
    const account = { user, host };
    if (!hasSecondPassword) continue;
    const credential = await session.readCredential(account);
    if (credential === undefined) continue;
    refuseForeign(credential, secret);
    // Another account of the same user name may not be the secret's.
    if (!sameAccount(account, matched) && credential.isPrimary(password) !== true) continue;
    const done = await endSecondPassword(session, account, password, log);
    if (done === "ended") expired.push(`the second password of ${accountName(account)}`);
    else throw kept(account);
  }
  return expired;
}

/** The password of the other user of the pair, where it carries the secret's mark. */
async function endOfOther(
  session: DatabaseSession,
  { username, masterarn }: SecretValue,
  context: StrategyContext,
): Promise<string[]> {
  const { secret, settings } = context;
  const strategy = chooseStrategy(secret, { masterarn }, settings).name;
  if (strategy !== "alternating-users") {
    return (await retireOtherUser(session, username, context)).map((account) => `${accountName(account)}, locked`);
  }
  const expired: string[] = [];
  for (const { user, host } of await session.accountsNamed([userPair(secret).alternate(username)])) {
    const account = { user, host };
    const definition = await session.readAccount(account);
    if (definition === undefined || definition.locked || !isOurs(definition, secret)) continue;
    const password = generatePassword(settings.passwordPolicy);
    await session.apply({ kind: "set-password", account, password, second: "ended", attribute: EXPIRED });
    expired.push(`the password of ${accountName(account)}`);
  }
  return expired;
}

/** What was read before the lock may be another invocation's past. */
async function refuseChanged(before: SecretDescription, { secrets }: Pick<StrategyContext, "secrets">): Promise<void> {
  const now = await secrets.describe(before.arn);
  refuseUnfinished(now);
  if (versionLabelled(now, "AWSCURRENT") === versionLabelled(before, "AWSCURRENT")) return;
  throw new RotationError("rotation_in_progress", {
    problem: `AWSCURRENT of ${before.name} has moved since it was read`,
    remedy: "send the event again; nothing was changed",
  });
}

function refuseUnfinished(secret: SecretDescription): void {
  const pending = unfinishedVersion(secret);
  if (pending === undefined) return;
  throw new RotationError("rotation_in_progress", {
    problem: `a rotation of ${secret.name} is not complete, and its password must not end`,
    found: `the pending version ${pending}`,
    allowed: "no pending version",
    remedy: "let the rotation end (RotateSecret continues it), then send the event again; nothing was changed",
  });
}

function kept(account: Account): RotationError {
  return new RotationError("password_not_primary", {
    problem: `the second password of ${accountName(account)} could not be ended`,
    found: "the log line second-password-kept says why",
    remedy: "run the statement of that line as the admin",
  });
}
