import { type AccountChange, type AccountCredential, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretValue } from "../secret-value";
import type { FurtherAccount } from "./further-accounts";
import { hasWholeMark, markFor, markOf, mayBeAnothers, refuseForeign } from "./mark";
import { logPasswordChange, type PasswordChange } from "./password-change";
import { cancellable, isPasswordRefusal } from "./pending-evidence";
import { retireOtherUser } from "./retire-other-user";
import { loginRequest, signInUnlessRefused } from "./sign-in";
import type { StrategyContext } from "./strategy";

/** Makes the pending password the first one of an account that is known to be the secret's, and keeps AWSCURRENT beside it. */
export async function changePassword(
  session: DatabaseSession,
  stored: AccountCredential,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<void> {
  logPasswordChange(context, stored.account, await changed(session, stored, current, pending, context));
}

async function changed(
  session: DatabaseSession,
  stored: AccountCredential,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<PasswordChange> {
  const { account } = stored;
  refuseForeign(stored, context.secret);
  const isKnown = stored.isPrimary(current.password) !== false || stored.isPrimary(pending.password) !== false;
  if (markOf(stored) === undefined && !isKnown) throw mayBeAnothers(stored, context.secret);
  if (!hasWholeMark(stored, context.secret)) {
    await session.apply({ kind: "merge-attribute", account, patch: markFor(context.secret) });
  }
  const to = { kind: "change-password", account, password: pending.password } as const;
  const primary = stored.isPrimary(current.password);
  if (session.identity.server.alternativePasswords) {
    // A mutant survives: a password that is the pending one is not the current one.
    if (primary === false && stored.isPrimary(pending.password) === true) return "set-before";
    // Both are named, so that it ends in the same however often it is said.
    await applyPassword(session, context, { ...to, second: "replaced", retain: current.password });
    return "retained";
  }
  if (primary === false) {
    // AWSCURRENT is the second password then. The first is the pending one, of an earlier attempt; or one that is no longer needed, of a
    // rotation that was cancelled. A change without RETAIN puts the pending one there and leaves the second alone.
    if (stored.isPrimary(pending.password) === true) return "set-before";
    await applyPassword(session, context, { ...to, second: "kept" });
    return "retained";
  }
  // Where the server hides what it compares with, only a login can tell whether an earlier attempt got through.
  if (primary === undefined && (await pendingWorks(pending, context))) return "set-before";
  await applyPassword(session, context, { ...to, second: "replaced" });
  return "retained";
}

/**
 * The first password of an account that an earlier release left behind keeps working for its clients, which hold no other. One that no label
 * holds ends: no client of the secret can know it.
 */
export async function changeFurther(
  session: DatabaseSession,
  { credential, known, previous }: FurtherAccount,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<void> {
  if (known === "held") return changePassword(session, credential, current, pending, context);
  if (previous !== undefined) {
    // As if AWSPREVIOUS were still current there.
    return changePassword(session, credential, { ...current, password: previous }, pending, context);
  }
  context.log.warn("unknown-password-replaced", {
    account: accountName(credential.account),
    why: "it carries the mark of the secret, and no label holds its password",
  });
  await setOnlyPassword(session, credential, pending, context);
}

/** The last write of an account. It is sent only where a hash or a login has told that the pending password is not the account's. */
async function applyPassword(
  session: DatabaseSession,
  context: StrategyContext,
  change: Extract<AccountChange, { kind: "change-password" }>,
): Promise<void> {
  await retireOtherUser(session, change.account.user, context);
  try {
    await session.apply(change);
  } catch (error) {
    throw isPasswordRefusal(error) ? cancellable(error) : error;
  }
}

async function pendingWorks(pending: SecretValue, { database, settings }: StrategyContext): Promise<boolean> {
  const session = await signInUnlessRefused(database, loginRequest(pending, settings));
  await session?.close();
  return session !== undefined;
}

/** A password that was set by hand stops working, as the first one and as the second. */
export async function resetPassword(
  session: DatabaseSession,
  stored: AccountCredential,
  pending: SecretValue,
  context: StrategyContext,
): Promise<void> {
  const { log, secret } = context;
  log.warn("admin-reset", {
    account: accountName(stored.account),
    secret: secret.name,
    why: "no credential of the secret works, and ALLOW_ADMIN_RESET is true",
  });
  await setOnlyPassword(session, stored, pending, context);
}

/** Makes the pending password the account's only one. */
async function setOnlyPassword(
  session: DatabaseSession,
  { account }: AccountCredential,
  pending: SecretValue,
  context: StrategyContext,
): Promise<void> {
  await applyPassword(session, context, {
    kind: "change-password",
    account,
    password: pending.password,
    second: "ended",
  });
  logPasswordChange(context, account, "window");
}
