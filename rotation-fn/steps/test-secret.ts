import type { SecretValue } from "../secret-value";
import { chooseStrategy } from "../strategies/choose-strategy";
import { requireAccountOf } from "../strategies/guards";
import { loginRequest, signIn, withSession } from "../strategies/sign-in";
import { atServerOf, type Rotation, readPending } from "./rotation";

/**
 * Proves the pending credential the way an application uses it: on the secret's host, with its database, over verified TLS.
 * Since the password is the last write of setSecret, this login proves every write before it; that none of them has been undone
 * since, the strategy asks.
 *
 * The world as this step can find it:
 *  1. The login is accepted, as the pending user, in its database and with the rights of the current user: done.
 *  2. The login is refused: an error; AWSPENDING stays, and setSecret would converge again.
 *  3. The login is accepted, but as another account than the pending user (an anonymous or wildcard row): an error.
 *  4. The server does not answer: an error of its own; never "wrong password".
 *  5. A test without a rotation (RotateImmediately=false): the pending version holds the current value, and is tested alike.
 *  6. The login is accepted, and the pending user may do less than the current one: an error that names what is missing.
 *  7. The login is accepted, and the rights were changed since setSecret, with none missing: done.
 */
export async function testSecret(rotation: Rotation): Promise<void> {
  await testPending(rotation);
}

/** As {@link testSecret}. Returns the value that was tested. */
export async function testPending(rotation: Rotation): Promise<SecretValue> {
  const pending = await readPending(rotation);
  // States 2 and 4: signIn throws.
  const session = await signIn(rotation.database, loginRequest(pending, rotation.settings));
  await withSession(session, () =>
    atServerOf(pending, async () => {
      // State 3.
      requireAccountOf(pending.username, session.identity.account);
      // State 6, or 1, 5 and 7: done.
      await chooseStrategy(rotation.secret, pending, rotation.settings).prove?.(session, pending, rotation);
    }),
  );
  rotation.tested.remember(rotation.secret.arn, rotation.token, rotation.clock.now());
  return pending;
}
