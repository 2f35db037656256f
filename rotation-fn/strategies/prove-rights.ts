import { RotationError } from "../errors";
import { type AccountDefinition, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { parseSecretValue, type SecretValue } from "../secret-value";
import { fingerprintOf, fingerprintOn, missingRights } from "./rights";
import { loginRequest, signIn, withSession } from "./sign-in";
import type { StrategyContext } from "./strategy";

/**
 * Proves that the pending user may do what the current one may, asked of the pending user itself: every account may read its
 * own grants and definition. The fingerprint that setSecret left with the password says whether they are still those that it
 * gave; so this takes no further login and no further API call.
 *
 * Where the fingerprint differs, or there is none, something happened since setSecret, or the password is not of our making. Then
 * the current user is asked in the same way. What it may do and the pending one may not fails the step; a right beside those is
 * accepted, since it breaks no client, and the next rotation gives it to the other user too.
 */
export async function proveRights(
  session: DatabaseSession,
  pending: SecretValue,
  context: StrategyContext,
): Promise<void> {
  const actual = await readOwn(session);
  if (fingerprintOn(actual) === fingerprintOf(actual)) return;

  const { secret, secrets, database, settings, log } = context;
  const text = await secrets.read(secret.arn, { label: "AWSCURRENT" });
  const current = parseSecretValue(text, `${secret.name} (AWSCURRENT)`);
  // A test without a rotation (RotateImmediately=false): the pending version holds the current credential.
  if (current.username === pending.username) return;
  const wanted = await withSession(await signIn(database, loginRequest(current, settings)), readOwn);
  const missing = missingRights(actual, wanted);
  if (missing.length > 0) throw incomplete(actual, wanted, missing);
  log.info("rights-differ", {
    account: accountName(actual.account),
    like: accountName(wanted.account),
    why: "they changed since setSecret, and nothing is missing",
  });
}

async function readOwn(session: DatabaseSession): Promise<AccountDefinition> {
  const { account } = session.identity;
  const definition = await session.readAccount(account);
  if (definition !== undefined) return definition;
  throw new RotationError("account_not_found", {
    problem: `the account ${accountName(account)} was there a moment ago and is gone`,
    remedy: "find out who drops accounts; the step can be repeated safely",
  });
}

function incomplete(actual: AccountDefinition, wanted: AccountDefinition, missing: readonly string[]): RotationError {
  return new RotationError("account_incomplete", {
    problem: `${accountName(actual.account)} may do less than ${accountName(wanted.account)}`,
    found: `without ${missing.slice(0, 8).join(", ")}${missing.length > 8 ? ` and ${missing.length - 8} more` : ""}`,
    allowed: "at least the rights of the current user",
    remedy: "repeat the rotation: setSecret gives them again; if it stays so, find out who takes them away",
  });
}
