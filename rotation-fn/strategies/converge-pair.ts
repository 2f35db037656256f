import { isRotationError, RotationError } from "../errors";
import { type AccountChange, type AccountDefinition, accountName, type Grant } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { AccountPair } from "./account-pairs";
import { applyAsFarAsPossible } from "./apply-grants";
import { convergeAccount } from "./converge-account";
import { opensForAMoment } from "./converge-grants";
import { excessNote, tolerating, withoutNotedExcess } from "./excess-rights";
import { logRevokedRights, warnOfExcess, warnOfMissingObjects } from "./log-rights";
import { hasWholeMark, markFor, RIGHTS_KEY } from "./mark";
import { cancellable, isPasswordRefusal } from "./pending-evidence";
import { fingerprintOf, missingRights, withoutGrants } from "./rights";
import type { StrategyContext } from "./strategy";

/** A pair whose rights are alike, as far as the server let them be. */
export interface ConvergedPair extends AccountPair {
  /** Rights of the target that the admin may not take away; `source` has them here too. */
  readonly excess: readonly Grant[];
}

/** One to give, one for what the giving brought along, one to look whether that was all. */
const MAX_ROUNDS = 3;

/**
 * Makes the target like the source in all but its name and its password, and looks again whether it is, as often as anything was
 * changed: what the server made of a statement counts, and not that it was accepted. When nothing differs, nothing is sent.
 *
 * An admin with partial revokes (on RDS it cannot write to `mysql`) hands them on with every global privilege it grants, and can
 * neither add nor lift them (error 1044, measured). So the target's restrictions are only looked at once its global privileges
 * are there: those that it got along with them and should have are no difference any more, and one that the source does not
 * have cannot be lifted by this admin, which the server says.
 *
 * A right on something that is gone cannot be given to anybody; it is left out. Returns the pair with the source as it was followed.
 * A right that the admin may not take away stays, with a warning and a note (docs/decisions/035-what-a-rotation-cannot-copy.md).
 *
 * A partial revoke can only come after its global privilege. An account that clients may log in to is locked before that; it gets its new
 * password right after, so the lock fails no login that would have kept working.
 */
export async function convergePair(
  session: DatabaseSession,
  pair: AccountPair,
  { secret, settings, log }: StrategyContext,
): Promise<ConvergedPair> {
  const { source, target, existing } = pair;
  const mark = markFor(secret);
  // At the next rotation the roles are swapped: the app user then has to be known as ours. Its login has just proved it.
  if (!hasWholeMark(source, secret)) {
    await session.apply({ kind: "merge-attribute", account: source.account, patch: mark });
  }
  let actual = existing;
  let wanted = withoutNotedExcess(source);
  const gone: Grant[] = [];
  const excess: Grant[] = [];
  let changed = 0;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    // State 1 of setSecret where `actual` is undefined, 2 and 3 otherwise: what is missing is the difference.
    const changes = convergeAccount(wanted, target, actual, mark, settings.passwordPolicy);
    if (existing?.locked === false && round === 1 && opensForAMoment(changes)) {
      await session.apply({ kind: "lock-account", account: target });
    }
    const wait = changes.some(isGlobalGrant);
    const now = changes.filter((change) => !(wait && isRestriction(change)));
    for (const change of now) {
      // Stryker disable next-line ArrayDeclaration: the list is read where dynamic privileges are revoked, and a new account has none.
      const refused = await applyAsFarAsPossible(session, change, actual?.grants ?? []).catch((error: unknown) => {
        // There was no account, so that it has not got the pending password.
        throw change.kind === "create-account" && isPasswordRefusal(error) ? cancellable(error) : error;
      });
      gone.push(...refused.gone);
      excess.push(...refused.kept);
      wanted = { ...wanted, grants: tolerating(withoutGrants(wanted, refused.gone).grants, refused.kept) };
      if (change.kind === "revoke") {
        const revoked = change.grants.filter((grant) => !refused.kept.includes(grant));
        logRevokedRights(log, target, source.account, revoked);
      }
    }
    changed += now.length;
    if (changes.length === 0) break;
    actual = await session.readAccount(target);
  }
  requireComplete(wanted, target, actual);
  warnOfMissingObjects(log, source.account, gone);
  warnOfExcess(log, target, source.account, excess);
  log.info("account-converged", {
    account: accountName(target),
    like: accountName(source.account),
    created: existing === undefined,
    changes: changed,
  });
  return { ...pair, source: wanted, excess };
}

/** The last write: the password, the lock of the source or the unlock, and the fingerprint of the rights that were given, in one statement. */
export async function setPairPassword(
  session: DatabaseSession,
  { source, target, existing, targetHasSecond, excess }: ConvergedPair,
  password: string,
  { log }: StrategyContext,
): Promise<void> {
  const attribute = { [RIGHTS_KEY]: fingerprintOf(source), ...excessNote(excess, existing) };
  const plugin = existing !== undefined && existing.plugin !== source.plugin ? { plugin: source.plugin } : {};
  try {
    const second = targetHasSecond ? "ended" : "kept";
    const { locked } = source;
    await session.apply({ kind: "set-password", account: target, password, locked, second, attribute, ...plugin });
  } catch (error) {
    // State 4 of setSecret.
    if (!(await wasSetBefore(error, session, target, password))) throw error;
    await session.apply({ kind: "merge-attribute", account: target, patch: attribute });
    log.info("password-set-before", { account: accountName(target) });
  }
}

/**
 * Whether an earlier attempt of this rotation has set the password that the server refuses now. PASSWORD HISTORY refuses what the account has
 * had, and ours is random: the login of testSecret will tell. A policy may have become stricter since: the stored hash tells.
 */
async function wasSetBefore(
  error: unknown,
  session: DatabaseSession,
  target: AccountPair["target"],
  password: string,
): Promise<boolean> {
  if (isRotationError(error, "password_reused")) return true;
  if (!isRotationError(error, "password_rejected")) return false;
  const isSet = (await session.readCredential(target))?.isPrimary(password);
  if (isSet === false) throw cancellable(error);
  return isSet === true;
}

function requireComplete(
  source: AccountDefinition,
  target: AccountPair["target"],
  actual: AccountDefinition | undefined,
): void {
  const missing = actual === undefined ? ["the account itself"] : missingRights(actual, source);
  if (missing.length === 0) return;
  throw new RotationError(
    "account_incomplete",
    {
      problem: `${accountName(target)} could not be given all rights of ${accountName(source.account)}`,
      found: `without ${missing.slice(0, 8).join(", ")}${missing.length > 8 ? ` and ${missing.length - 8} more` : ""}`,
      allowed: "the same rights for both",
      remedy: "find out who else changes these accounts; the step can be repeated safely",
    },
    { effect: "applied" },
  );
}

function isGlobalGrant(change: AccountChange): boolean {
  // A mutant survives: the kind narrows the type: no restriction is on every database.
  // Stryker disable next-line MethodExpression: the grants of one change are of one kind and scope.
  return change.kind === "grant" && change.grants.some((grant) => grant.kind === "privilege" && grant.scope === "*.*");
}

/** A restriction that is to be added. */
function isRestriction(change: AccountChange): boolean {
  // Stryker disable next-line MethodExpression: the grants of one change are of one kind and scope.
  return change.kind === "revoke" && change.grants.some((grant) => grant.kind === "restriction");
}
