import { isRotationError, RotationError } from "../errors";
import { type Account, accountName } from "../ports/account";
import type { DatabaseSession } from "../ports/database";
import type { Log } from "../ports/log";

/**
 * Ends an account's second password by the admin's session, so that `password`, which is AWSCURRENT and one of the two, is the only one.
 *
 * The world as this can find it:
 *  1. AWSCURRENT is the first password: the second one is discarded.
 *  2. AWSCURRENT is the second one, because a rotation was cancelled: it becomes the first one, too, then the second is discarded.
 *     So AWSCURRENT works at any moment, and the password of the cancelled rotation ends.
 *  3. The server does not show which, or refuses AWSCURRENT as a new password (PASSWORD HISTORY): both are left, and the log says so.
 */
export async function endSecondPassword(
  session: DatabaseSession,
  account: Account,
  password: string,
  log: Log,
): Promise<"ended" | "kept"> {
  const name = accountName(account);
  const isFirst = (await session.readCredential(account))?.isPrimary(password);
  if (isFirst === undefined) {
    logKeptPassword(log, session, account, "the server does not show which of the two passwords is AWSCURRENT");
    return "kept";
  }
  try {
    // MariaDB names the password that stays, so that it need not be the first one.
    if (!isFirst && session.identity.server.dualPasswords) {
      await session.apply({ kind: "change-password", account, password, second: "kept" });
    }
    await session.apply({ kind: "end-second-password", account, password });
  } catch (error) {
    if (!isRotationError(error, "password_reused") && !isRotationError(error, "password_rejected")) throw error;
    logKeptPassword(log, session, account, `the server does not take AWSCURRENT as the first password (${error.code})`);
    return "kept";
  }
  log.info("second-password-ended", { account: name });
  return "ended";
}

/** Says that a second password may still open the account, and by which statement an administrator ends it. */
export function logKeptPassword(log: Log, { identity }: DatabaseSession, account: Account, why: string): void {
  const name = accountName(account);
  const statement =
    identity.server.flavour === "mariadb"
      ? `ALTER USER ${name} IDENTIFIED VIA mysql_native_password USING PASSWORD('<password in AWSCURRENT>')`
      : `ALTER USER ${name} DISCARD OLD PASSWORD`;
  log.warn("second-password-kept", {
    account: name,
    why,
    remedy: `once the rotation is complete, as the admin: ${statement}`,
  });
}

/**
 * The same by the account's own session, which `password` has opened. AWSCURRENT becomes the first password, whichever it was, before the
 * second is discarded. Throws what the server refuses, with the statement for an admin.
 */
export async function endOwnSecondPassword(session: DatabaseSession, password: string): Promise<readonly string[]> {
  const { account, server } = session.identity;
  const name = accountName(account);
  if (!server.dualPasswords) {
    const credential = await session.readCredential(account);
    if (credential?.hasSecond !== true) return [];
    throw new RotationError("missing_privilege", {
      problem: `${name} has a second password and may not end it`,
      found: "a user that changes itself, and a secret that names no admin",
      remedy: `as the admin: ALTER USER ${name} IDENTIFIED VIA mysql_native_password USING PASSWORD('<password in AWSCURRENT>')`,
    });
  }
  try {
    await session.apply({ kind: "change-password", account, password, second: "kept" });
    await session.apply({ kind: "end-second-password", account, password });
    return [`the second password of ${name}`];
  } catch (error) {
    if (!isRotationError(error)) throw error;
    const remedy = `where AWSCURRENT is the account's first password, as the admin: ALTER USER ${name} DISCARD OLD PASSWORD`;
    throw error.with({ parts: { ...error.parts, remedy } });
  }
}
