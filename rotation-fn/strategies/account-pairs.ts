import { RotationError } from "../errors";
import { type Account, type AccountDefinition, accountName, type ListedAccount, sameAccount } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { SecretValue } from "../secret-value";
import { letsIn } from "./further-accounts";
import { isPasswordPlugin, requirePasswordAccount } from "./guards";
import { isOurs, type MarkedSecret, markOf, markStatement, mayBeAnothers, refuseForeign } from "./mark";
import { ownershipCheck } from "./ownership";
import type { StrategyContext } from "./strategy";

/** An account of the current user, and the one of the other user that is to become like it. */
export interface AccountPair {
  readonly source: AccountDefinition;
  /** A second password opens the source, which alternating-users never gives it. */
  readonly sourceHasSecond: boolean;
  readonly target: Account;
  /** The target as it is, or undefined when it is still to be made. */
  readonly existing: AccountDefinition | undefined;
  /** A second password opens the target as it is. */
  readonly targetHasSecond: boolean;
}

export interface AccountPairs {
  /** One for each account of the current user. The one that matched the function's own login is the last. */
  readonly pairs: readonly AccountPair[];
  /** Accounts of the other user, made for this secret, for whose host the current user has none that takes a password. */
  readonly orphans: readonly AccountDefinition[];
}

/**
 * Which accounts a rotation is about. For most people a user is one account, `'app'@'%'`. But MySQL chooses the account by the
 * client's host too, and an application elsewhere may be let in by another one than the function is.
 *
 * So every account of the current user gets its counterpart, with its own rights. An account counts as the secret's when the
 * function's login matched it, when it has the same password (the stored hash tells, without a login), or when it carries the
 * mark. With any other the rotation is refused by name: its clients would be left without an account, or get a foreign one.
 *
 * An account that accepts no password, because it is locked or authenticates otherwise (auth_socket, IAM), needs no counterpart.
 * Where a locked one is the secret's and has a counterpart, both stay a pair, and the counterpart is locked too: when they are unlocked,
 * they have the passwords of the labels.
 */
export async function findAccountPairs(
  session: DatabaseSession,
  matched: Account,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<AccountPairs> {
  const accounts = await session.accountsNamed([matched.user, pending.username]);
  const counterpartOf = ({ host }: Account): ListedAccount | undefined =>
    accounts.find((one) => sameAccount(one, { user: pending.username, host }));
  const sources: AccountDefinition[] = [];
  for (const account of accounts) {
    if (account.user !== matched.user || sameAccount(account, matched)) continue;
    // State 17 of setSecret.
    if (letsIn(account)) sources.push(await readShared(session, account, current, context));
    else if (await isLockedPair(session, account, counterpartOf(account), context)) {
      sources.push(await readMatched(session, account, context));
    }
  }
  sources.push(await readUnclaimed(session, matched, current, context));

  const requireOwned = ownershipCheck(session, pending, context);
  const pairs: AccountPair[] = [];
  for (const source of sources) {
    const target = { user: pending.username, host: source.account.host };
    const listed = counterpartOf(source.account);
    const existing = listed === undefined ? undefined : await session.readAccount(target);
    // States 1 and 2 of setSecret; 5 and 16 are distinguished here.
    if (existing !== undefined) await requireOwned(existing);
    const sourceHasSecond = accounts.some((one) => one.hasSecondPassword && sameAccount(one, source.account));
    pairs.push({ source, sourceHasSecond, target, existing, targetHasSecond: listed?.hasSecondPassword ?? false });
  }
  const orphans: AccountDefinition[] = [];
  for (const account of accounts) {
    if (account.user !== pending.username || pairs.some(({ target }) => sameAccount(target, account))) continue;
    if (!isPasswordPlugin(account.plugin)) continue;
    const definition = await session.readAccount(account);
    if (definition === undefined || (account.isLocked && !isOurs(definition, context.secret))) continue;
    requireMarked(definition, context.secret);
    orphans.push(definition);
  }
  return { pairs, orphans };
}

/** Whether a locked account of the current user, and its counterpart, are both the secret's: the pair then stays a pair. */
async function isLockedPair(
  session: DatabaseSession,
  { isLocked, plugin, user, host }: ListedAccount,
  counterpart: ListedAccount | undefined,
  { secret }: StrategyContext,
): Promise<boolean> {
  if (!isLocked || !isPasswordPlugin(plugin) || counterpart === undefined) return false;
  const both = [await session.readCredential({ user, host }), await session.readCredential(counterpart)];
  return both.every((one) => one !== undefined && isOurs(one, secret));
}

async function readMatched(
  session: DatabaseSession,
  account: Account,
  { secret }: StrategyContext,
): Promise<AccountDefinition> {
  const definition = await session.readAccount(account);
  if (definition === undefined) {
    throw new RotationError("account_not_found", {
      problem: `the account ${accountName(account)} was there a moment ago and is gone`,
      remedy: "find out who drops accounts; the step can be repeated safely",
    });
  }
  requirePasswordAccount(definition);
  refuseForeign(definition, secret);
  return definition;
}

/** The account that the function's login matched. Without a mark, its password must be its first one. */
async function readUnclaimed(
  session: DatabaseSession,
  account: Account,
  current: SecretValue,
  context: StrategyContext,
): Promise<AccountDefinition> {
  const definition = await readMatched(session, account, context);
  if (markOf(definition) !== undefined) return definition;
  const credential = await session.readCredential(account);
  if (credential?.isPrimary(current.password) !== false) return definition;
  throw mayBeAnothers(definition, context.secret);
}

/** Another account of the current user, with the proof that the secret is its secret too. */
async function readShared(
  session: DatabaseSession,
  account: Account,
  current: SecretValue,
  context: StrategyContext,
): Promise<AccountDefinition> {
  const definition = await readMatched(session, account, context);
  if (markOf(definition) !== undefined) return definition;
  const credential = await session.readCredential(account);
  if (credential?.isPrimary(current.password) === true) return definition;
  const name = accountName(account);
  throw new RotationError("unsupported_account", {
    problem: `the user '${account.user}' has another account, ${name}, which does not have the password of the secret`,
    found: "a password of its own, or one that cannot be compared",
    allowed: "one account, or several with one password",
    remedy:
      `rename or drop ${name} if it is not the application's; if it is, give it the secret's password, or mark it: ` +
      `${markStatement(definition, context.secret)}; nothing was changed`,
  });
}

function requireMarked(definition: AccountDefinition, secret: MarkedSecret): void {
  if (isOurs(definition, secret)) return;
  throw new RotationError("account_not_ours", {
    problem: `the account ${accountName(definition.account)} exists, and the current user has none for that host`,
    found: "an account that was not made for this secret",
    allowed: "for each account of one user one of the other user, with the same host",
    remedy: "drop or rename it: clients on its host would be let in by it instead of by the account that is rotated",
  });
}
