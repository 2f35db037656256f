import { credentialSettings, type RotatingCredentialOptions } from "./options";
import { defaultClient, secretReader } from "./read-secret";
import { RotatingCredential } from "./rotating-credential";
import { type Runtime, SYSTEM } from "./runtime";

/**
 * A credential that follows the rotations of a secret. Nothing is read before the first `get()`. Throws `bad_option`.
 *
 * ```ts
 * const credential = createRotatingCredential({ secretId: process.env.DB_SECRET_ID });
 * const { host, port, username, password, database } = await credential.get();
 * ```
 */
export function createRotatingCredential(options: RotatingCredentialOptions): RotatingCredential {
  return createWithRuntime(options, SYSTEM);
}

/** The same with time and chance as given. */
export function createWithRuntime(options: RotatingCredentialOptions, runtime: Runtime): RotatingCredential {
  const settings = credentialSettings(options);
  return new RotatingCredential(settings, secretReader(options.client ?? defaultClient(), settings.secretId), runtime);
}
