import { isRotationError } from "../errors";
import { generatePassword } from "../password";
import { withCredential } from "../secret-value";
import { chooseStrategy } from "../strategies/choose-strategy";
import { refuseSharedEndpoint, warnOfProxy } from "../strategies/endpoints";
import { loginRequest } from "../strategies/sign-in";
import { valueAtWriter, writerInValue } from "../strategies/writer";
import { type Rotation, readCurrent } from "./rotation";

/**
 * Stores the next credential as AWSPENDING, before anything is done to the database: AWSPENDING is the write-ahead log of the
 * rotation, and it never changes for one token.
 *
 * The world as this step can find it:
 *  1. The version has no value yet: a new password is made and stored.
 *  2. The version has a value from an earlier attempt: Secrets Manager refuses another one, and the stored one stands.
 *  3. The reply to the store was lost: as 2.
 *  4. The current value can never be rotated (malformed, no admin secret, name too long, wrong host, a proxy): refused, nothing stored.
 *  5. Secrets Manager cannot be reached: an error with effect `unknown`, and the retry finds 1 or 2.
 */
export async function createSecret(rotation: Rotation): Promise<void> {
  const { secrets, secret, token, rotationToken, settings, log } = rotation;
  // States 4 and 5: the guards throw before anything is stored.
  const current = await readCurrent(rotation);
  const strategy = chooseStrategy(secret, current, settings);
  const username = strategy.pendingUsername(current, rotation);
  // Only for their guards: a host or transport that a later step will refuse is refused before anything is stored.
  for (const value of [current, valueAtWriter(writerInValue(current), current)]) loginRequest(value, settings);
  refuseSharedEndpoint(current);
  warnOfProxy(current, strategy, rotation);

  const value = withCredential(current, { username, password: generatePassword(settings.passwordPolicy) });
  try {
    // State 1.
    await secrets.store({ secretId: secret.arn, versionId: token, value, label: "AWSPENDING", rotationToken });
  } catch (error) {
    // States 2 and 3.
    if (!isRotationError(error, "version_already_exists")) throw error;
    log.info("pending-value-kept", { secret: secret.name, token });
  }
}
