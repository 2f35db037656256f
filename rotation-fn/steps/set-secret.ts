import { chooseStrategy } from "../strategies/choose-strategy";
import { type Rotation, readCurrent, readPending } from "./rotation";

/**
 * Makes the pending credential true in the database.
 *
 * The world as this step can find it (alternating users):
 *  1. The alternate account does not exist: made locked, given its rights, then its password with the unlock.
 *  2. The alternate account is ours from an earlier rotation: the differences are applied, then the password.
 *  3. An earlier attempt broke off half-way: as 1 or 2, whatever is still missing.
 *  4. An earlier attempt got through and its reply was lost: nothing differs, and the same password is set again.
 *  5. The alternate account exists and is not ours: refused, nothing changed.
 *  6. The current credential is refused: refused before the admin is used, nothing changed.
 *  7. The server does not answer, or not in a way that says anything: an error, nothing changed; never "wrong password".
 */
export async function setSecret(rotation: Rotation): Promise<void> {
  const current = await readCurrent(rotation);
  const pending = await readPending(rotation);
  await chooseStrategy(rotation.secret, current, rotation.settings).change(current, pending, rotation);
}
