import { versionLabelled } from "../ports/secret-store";
import { chooseStrategy } from "../strategies/choose-strategy";
import { refuseComplete, refuseOutdatedPending } from "./outdated-pending";
import { atServerOf, type Rotation, readCurrent, readPending } from "./rotation";

/**
 * Makes the pending credential true in the database.
 *
 * The world as this step can find it, with two users (alternating-users):
 *  1. The alternate account does not exist: made locked, given its rights, then its password with the unlock.
 *  2. The alternate account is ours from an earlier rotation: the differences are applied, then the password.
 *  3. An earlier attempt stopped half-way: as 1 or 2, whatever is still missing.
 *  4. An earlier attempt got through and its reply was lost: nothing differs, and the same password is set again.
 *  5. The alternate account exists, is not ours, and nothing proves that the secret has held it: refused, nothing changed.
 *  6. The current credential is refused: refused before the admin is used, nothing changed.
 *  7. The server does not answer, or not in a way that says anything: an error, nothing changed; never "wrong password".
 *
 * And with one user, who changes itself (single-user) or is changed by the admin (admin-rotated):
 *  8. The account has the current password: the pending one is set, and the current one keeps working beside it.
 *  9. The account has the pending password, of an earlier attempt: it keeps it, and the current one beside it where that still works.
 * 10. The current password is the account's second one only, because a rotation was cancelled: the pending one becomes the first. On
 *     an account without a mark it may be another secret's rotation, too: refused, nothing changed.
 * 11. The account has the previous password, because the database was restored: single-user continues from there, admin-rotated is
 *     refused as in 12.
 * 12. The account has none of these: an error that says how to bring both together. Where the function's setting allows it, the admin
 *     resets the password of an account with the secret's mark.
 * 13. The account is locked: said as such, no other password is tried, nothing changed.
 * 14. The password has expired: admin-rotated renews it, since the server says so only to the right password; single-user is refused.
 * 15. The server does not answer: as 7.
 *
 * And again with two users:
 * 16. The alternate account exists without our mark, and AWSPREVIOUS or the pending password is its own, as another function left it:
 *     adopted, then as 2.
 * 17. The current user has several accounts (`app`@`%`, `app`@`10.%`): each gets its counterpart; with one that is not the secret's
 *     the rotation is refused, nothing changed.
 *
 * 21. AWSCURRENT was changed since createSecret copied it: refused, nothing changed, with the command that is safe here
 *     (`refuseOutdatedPending`).
 * 22. The rotation is complete, and the description of the secret, which is eventually consistent, does not say so yet: AWSCURRENT is the
 *     pending value. Refused, nothing changed; the repetition finds it complete. To set the password again would end the one before it.
 *
 * And where the host is a read replica, with two users or with one that the admin changes:
 * 18. The writer knows the reader: changed at the writer as above, and done when the reader has it.
 * 19. It does not know it, or the host is no replica: refused, nothing changed.
 * 20. The reader is too far behind, or applies nothing: an error, and the change stands. Every attempt converges and waits again.
 */
export async function setSecret(rotation: Rotation): Promise<void> {
  const current = await readCurrent(rotation);
  const pending = await readPending(rotation);
  // State 22.
  refuseComplete(current, pending, rotation);
  const strategy = chooseStrategy(rotation.secret, current, rotation.settings);
  await atServerOf(current, async () => {
    // State 21.
    await refuseOutdatedPending(current, pending, rotation);
    await strategy.change(current, pending, rotation);
  });
  const { secret, token, tested } = rotation;
  tested.rememberCompared(secret.arn, token, versionLabelled(secret, "AWSCURRENT"));
}
