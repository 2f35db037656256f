import { isRotationError, RotationError } from "../errors";
import { type Account, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import { type SecretDescription, unfinishedVersion, versionLabelled } from "../ports/secret-store";
import { parseSecretValue, type SecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { isSameHost, requireNoCertificate } from "../strategies/guards";
import { loginRequest, signIn, signInUnlessRefused, withSession } from "../strategies/sign-in";
import type { StrategyContext } from "../strategies/strategy";
import type { ProvisionedValue } from "./first-value";

type Context = Omit<StrategyContext, "secret">;

/** A version in AWSPENDING that is about the same user on the same server as the provisioned value. */
interface PendingValue {
  readonly versionId: string;
  readonly value: SecretValue;
}

/**
 * Makes the provisioned value log in, after all rights are in place. The last database write of a provisioning.
 *
 * A rotation may be under way, and what it has begun is not undone:
 *  1. The value logs in: nothing is written.
 *  2. AWSCURRENT has moved since the value was read: `read-again`, nothing is written.
 *  3. The account has the password in AWSPENDING (MariaDB, where a user that changes itself keeps one password): its login is proved
 *     and AWSCURRENT moves to it, as finishSecret would do next. The old password would make that AWSCURRENT dead.
 *  4. Neither is the account's: it gets the value's password, and keeps a pending one of the same user beside it.
 */
export async function provePassword(
  session: DatabaseSession,
  account: Account,
  provisioned: ProvisionedValue,
  strategy: StrategyName,
  context: Context,
): Promise<"proved" | "read-again"> {
  const { database, settings, secrets, log } = context;
  const { value, secret } = provisioned;
  const login = loginRequest(value, settings);
  const isLocked = (await requireAccount(session, account)).locked;
  if (!isLocked) {
    const answer = await database.login(login);
    if (answer.kind === "unknown") throw answer.error;
    // State 1.
    if (answer.kind === "accepted") {
      await answer.session.close();
      if (mayHoldOrphan(secret, strategy)) {
        await removeOrphan(session, account, await pendingOf(secret, value, context), secret, context);
      }
      return "proved";
    }
  }

  const fresh = await secrets.describe(secret.arn);
  // State 2.
  if (provisioned.origin !== "made" && currentVersion(fresh) !== provisioned.readFrom) return "read-again";
  const pending = await pendingOf(fresh, value, context);
  // State 3.
  if (pending !== undefined && (await hasPassword(session, account, pending.value, context))) {
    if (isLocked)
      await session.apply({ kind: "set-password", account, password: pending.value.password, second: "kept" });
    await withSession(await signIn(database, loginRequest(pending.value, settings)), async () => undefined);
    try {
      await secrets.moveCurrent(secret.arn, pending.versionId, currentVersion(fresh));
    } catch (error) {
      // finishSecret has moved it since.
      if (!isRotationError(error, "secrets_manager_refused")) throw error;
      if (currentVersion(await secrets.describe(secret.arn)) === currentVersion(fresh)) throw error;
      return "read-again";
    }
    log.info("pending-value-promoted", {
      secret: secret.name,
      version: pending.versionId,
      account: accountName(account),
    });
    return "proved";
  }
  // State 4.
  const isOrphan = mayHoldOrphan(fresh, strategy) && (await removeOrphan(session, account, pending, fresh, context));
  await setPassword(session, account, value.password, isOrphan ? undefined : pending?.value.password);
  const proof = await database.login(login);
  if (proof.kind === "accepted") {
    await proof.session.close();
    return "proved";
  }
  // The rotation of the pending version may have set its password since, or ended.
  const isRotating = pending !== undefined && !isOrphan && proof.kind === "rejected";
  if (isRotating) return "read-again";
  throw proof.error;
}

/** With a pending password beside it, which the rotation of that version may already have tested. */
async function setPassword(
  session: DatabaseSession,
  account: Account,
  password: string,
  retained: string | undefined,
): Promise<void> {
  if (retained === undefined) return session.apply({ kind: "set-password", account, password, second: "ended" });
  await session.apply({ kind: "set-password", account, password: retained, second: "ended" });
  const retain = session.identity.server.alternativePasswords ? { retain: retained } : {};
  await session.apply({ kind: "change-password", account, password, second: "replaced", ...retain });
}

/** Whether no rotation can have made a pending version for the user in AWSCURRENT. */
function mayHoldOrphan(secret: SecretDescription, strategy: StrategyName): boolean {
  // Of two users in turn, a rotation's pending version is for the other one.
  return (
    secret.rotationEnabled === undefined || (strategy === "alternating-users" && secret.lastRotatedAt === undefined)
  );
}

/**
 * Removes AWSPENDING from a second first value, which an earlier release stored when two provisionings ran at the same time: the first
 * rotation could never start. The stored hash has to prove that it is not the account's password.
 */
async function removeOrphan(
  session: DatabaseSession,
  account: Account,
  pending: PendingValue | undefined,
  secret: SecretDescription,
  { secrets, log }: Context,
): Promise<boolean> {
  // Stryker disable next-line BooleanLiteral: without a pending version no caller uses the answer.
  if (pending === undefined) return false;
  const credential = await session.readCredential(account);
  if (credential?.isPrimary(pending.value.password) !== false) return false;
  await secrets.removeLabel(secret.arn, "AWSPENDING", pending.versionId);
  log.warn("orphaned-pending-version-removed", { secret: secret.name, version: pending.versionId });
  return true;
}

async function pendingOf(
  secret: SecretDescription,
  value: SecretValue,
  { secrets }: Context,
): Promise<PendingValue | undefined> {
  const versionId = unfinishedVersion(secret);
  if (versionId === undefined || versionLabelled(secret, "AWSCURRENT") === undefined) return undefined;
  try {
    const text = await secrets.read(secret.arn, { versionId });
    // Stryker disable next-line StringLiteral: the error that quotes it is caught below.
    const pending = parseSecretValue(text, `${secret.name} (AWSPENDING)`);
    const isSameLogin =
      pending.username === value.username && isSameHost(pending.host, value.host) && pending.port === value.port;
    return isSameLogin ? { versionId, value: pending } : undefined;
  } catch (error) {
    // A rotation that has begun and stored nothing yet has done nothing to the database, either.
    if (isRotationError(error, "version_not_found") || isRotationError(error, "bad_secret_value")) return undefined;
    throw error;
  }
}

async function hasPassword(
  session: DatabaseSession,
  account: Account,
  value: SecretValue,
  { database, settings }: Context,
): Promise<boolean> {
  const isPrimary = (await session.readCredential(account))?.isPrimary(value.password);
  if (isPrimary !== undefined) return isPrimary;
  // Where the server hides what it compares with, only a login can tell.
  const own = await signInUnlessRefused(database, loginRequest(value, settings));
  await own?.close();
  return own !== undefined;
}

function currentVersion(secret: SecretDescription): string | undefined {
  return versionLabelled(secret, "AWSCURRENT");
}

async function requireAccount(session: DatabaseSession, account: Account) {
  const definition = await session.readAccount(account);
  if (definition !== undefined) {
    requireNoCertificate(definition);
    return definition;
  }
  throw new RotationError("account_not_found", {
    problem: `the account ${accountName(account)} disappeared while it was being provisioned`,
    remedy: "apply again; if it happens again, find out who drops accounts",
  });
}
