import { isRotationError } from "../errors";
import { type Account, type AccountCredential, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { type SecretDescription, unfinishedVersion } from "../ports/secret-store";
import { type AdminSecretValue, parseSecretValue, type SecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { chooseStrategy } from "../strategies/choose-strategy";
import { validateAdminSecret } from "../strategies/guards";
import { isExpired, isOurs } from "../strategies/mark";
import { readPrevious } from "../strategies/previous-value";
import { otherUser } from "../strategies/retire-other-user";
import { loginRequest, readAdminSecret, signInAsAdmin, withSession } from "../strategies/sign-in";
import { pairLock, userPair } from "../strategies/user-pair";
import { at, writerOf } from "../strategies/writer";
import type { AuditContext, Findings } from "./audit";

const LOCK_TIMEOUT_MS = 1_000;

/**
 * Finds passwords that open an account of the secret although none of its labels holds them: left by a rotation that was cancelled, by
 * another strategy, or put there by somebody. Compares them with what the server stores, so that no login fails for it.
 *
 * Only where the value names an admin: an app user sees no second password. Not while a rotation is under way, nor where AWSCURRENT does
 * not log in or something else could not be found out, which says it all. A password that could not be compared is not counted.
 */
export async function auditPasswords(
  secret: SecretDescription,
  context: AuditContext,
  findings: Findings,
): Promise<void> {
  if (findings.loginFails !== false || findings.auditFailed || unfinishedVersion(secret) !== undefined) return;
  const text = await context.secrets.read(secret.arn, { label: "AWSCURRENT" });
  const current = parseSecretValue(text, `${secret.name} (AWSCURRENT)`);
  if (current.masterarn === undefined || current.masterarn === secret.arn) return;
  const strategy = chooseStrategy(secret, current, context.settings).name;
  const previous = await readPrevious({ ...context, secret });
  const held = [current, ...(previous === undefined ? [] : [previous])];

  const credential = await adminOf(current.masterarn, strategy, context);
  if (credential === undefined) return;
  const withWriterEndpoint = at(writerOf(current, credential), current);
  const validateAdmin = (admin: AdminSecretValue): void => validateAdminSecret(admin, withWriterEndpoint);
  const server = loginRequest(withWriterEndpoint, context.settings);
  const admin = await signInAsAdmin(context, current.masterarn, server, validateAdmin, credential);
  const found = await withSession(admin, async (session) => {
    const other = otherUser(current.username, secret);
    const base = other === undefined ? current.username : userPair(secret).base(current.username);
    await session.lock(pairLock(base), LOCK_TIMEOUT_MS);
    return unlabelled(session, secret, other === undefined ? [current.username] : [current.username, other], held);
  });
  findings.unlabelledPasswords = found.length;
  if (found.length === 0) return;
  findings.problems.push(
    `no label of the secret holds a password that opens ${found.join(", ")}: ${whatEndsIt(strategy, current)}`,
  );
}

/** The passwords that no label holds, each as the words that name it. */
async function unlabelled(
  session: DatabaseSession,
  secret: SecretDescription,
  users: readonly string[],
  held: readonly SecretValue[],
): Promise<string[]> {
  const found: string[] = [];
  for (const { user, host, hasSecondPassword } of await session.accountsNamed(users)) {
    const account: Account = { user, host };
    const credential = await session.readCredential(account);
    if (credential === undefined || !(await isOpen(session, account, credential, user === users[0], secret))) continue;
    const known = held.filter((value) => value.username === user).map(({ password }) => password);
    const isHeld = (is: (password: string) => boolean | undefined): boolean =>
      known.some((password) => is(password) !== false);
    if (!isExpired(credential) && !isHeld((password) => credential.isPrimary(password)))
      found.push(`${accountName(account)} (its first)`);
    if (!hasSecondPassword) continue;
    const second = await session.readSecondPassword(account);
    if (second !== undefined && !isHeld((password) => second.is(password))) {
      found.push(`${accountName(account)} (its second)`);
    }
  }
  return found;
}

/** Whether the account is the secret's and lets anybody in. A name that fits the pair does not make it the secret's. */
async function isOpen(
  session: DatabaseSession,
  account: Account,
  credential: AccountCredential,
  isCurrentUser: boolean,
  secret: SecretDescription,
): Promise<boolean> {
  if (!isCurrentUser && !isOurs(credential, secret)) return false;
  return (await session.readAccount(account))?.locked === false;
}

/** A user that changes itself needs no admin: one that the function may not read is no finding. */
async function adminOf(
  adminSecretId: string,
  strategy: StrategyName,
  { secrets }: AuditContext,
): Promise<AdminSecretValue | undefined> {
  try {
    return await readAdminSecret(secrets, adminSecretId);
  } catch (error) {
    if (strategy === "single-user" && isRotationError(error)) return undefined;
    throw error;
  }
}

function whatEndsIt(strategy: StrategyName, { username }: SecretValue): string {
  if (strategy !== "single-user") return "the next rotation ends it";
  return (
    `the next rotation ends it where '${username}' may keep two passwords; otherwise the admin does ` +
    "(ALTER USER … DISCARD OLD PASSWORD, or ALTER USER … ACCOUNT LOCK for the user that the secret does not name)"
  );
}
