import { type Login, LoginRecovery } from "./login-recovery";
import type { RotatingCredential } from "./rotating-credential";
import { SYSTEM } from "./runtime";

const recoveries = new WeakMap<RotatingCredential, LoginRecovery>();

/** The state of refused logins is one for each credential, whoever logs in with it. */
export function recoveryOf(credential: RotatingCredential): LoginRecovery {
  const known = recoveries.get(credential) ?? new LoginRecovery(credential, SYSTEM);
  recoveries.set(credential, known);
  return known;
}

/**
 * Logs in by any means that rejects with MySQL's error (`errno`), such as `mysql2`'s `createConnection`. A refused login reads the secret
 * again and is tried with each version that is newer, and without one with AWSPENDING and AWSPREVIOUS. For a pool use `createRotatingPool`.
 *
 * ```ts
 * const connection = await logIn(credential, ({ host, port, username: user, password, database }) =>
 *   createConnection({ host, port, user, password, database, ssl: rdsTls() }));
 * ```
 */
export function logIn<T>(credential: RotatingCredential, login: Login<T>): Promise<T> {
  return recoveryOf(credential).logIn(login);
}
