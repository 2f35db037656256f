import { isRotationError } from "../errors";
import type { DatabaseSession } from "../ports/database";
import type { SecretDescription } from "../ports/secret-store";
import type { AdminSecretValue, SecretValue } from "../secret-value";
import type { StrategyName } from "../settings";
import { requireAdminSecret, validateAdminSecret } from "../strategies/guards";
import { loginRequest, readAdminSecret, signIn, signInAsAdmin, withSession } from "../strategies/sign-in";
import { LOCK_TIMEOUT_MS, usersLock } from "../strategies/user-pair";
import { requireReader, valueAtWriter, writerOf } from "../strategies/writer";
import type { AuditContext } from "./audit-findings";

/**
 * Runs `work` in a session of the admin that the value names, where accounts are changed, with the lock of the secret's users. Undefined
 * where a secret with one user names no admin, or single-user one that the function may not read: it needs none.
 */
export async function withAuditAdmin<T>(
  secret: SecretDescription,
  current: SecretValue,
  strategy: StrategyName,
  context: AuditContext,
  work: (admin: DatabaseSession) => Promise<T>,
): Promise<T | undefined> {
  const { secrets, database, settings } = context;
  if (strategy !== "alternating-users" && (current.masterarn === undefined || current.masterarn === secret.arn)) {
    return undefined;
  }
  const adminSecretId = requireAdminSecret(current, secret.arn);
  const credential = await readAdminSecret(secrets, adminSecretId).catch((error: unknown) => {
    if (strategy === "single-user" && isRotationError(error)) return undefined;
    throw error;
  });
  if (credential === undefined) return undefined;
  const writer = writerOf(current, credential);
  if (writer !== undefined) {
    const reader = await signIn(database, loginRequest(current, settings));
    await withSession(reader, () => requireReader(reader, current, writer));
  }
  const writerValue = valueAtWriter(writer, current);
  const validateAdmin = (one: AdminSecretValue): void => validateAdminSecret(one, writerValue);
  const server = loginRequest(writerValue, settings);
  const admin = await signInAsAdmin(context, adminSecretId, server, validateAdmin, credential);
  return withSession(admin, async () => {
    await admin.lock(usersLock(current.username, secret), LOCK_TIMEOUT_MS);
    return work(admin);
  });
}
