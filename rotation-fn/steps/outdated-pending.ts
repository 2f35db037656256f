import { isDeepStrictEqual } from "node:util";
import { RotationError } from "../errors";
import { type SecretValue, withCredential } from "../secret-value";
import { resyncInstructions } from "../strategies/password-change";
import { cancellable, hasCurrentPassword, hasPendingPassword } from "../strategies/pending-evidence";
import type { Rotation } from "./rotation";

/** Members that say where the database is and how it is spoken to: a pending version with old ones cannot be tested. */
const ADDRESS: readonly string[] = ["engine", "host", "port", "dbname", "ssl", "writerHost", "writerPort"];

/**
 * Throws `pending_outdated` where AWSCURRENT was changed after createSecret had copied it: a rotation that ended would undo the change. A
 * version's value never changes, so that the change can only be carried over by a new rotation. Asked before setSecret changes anything, and
 * by finishSecret where AWSCURRENT has moved since.
 *
 * The world as this can find it:
 *  1. Nothing but the credential differs: no call, no login.
 *  2. The database does not have the pending password: cancelled, a new rotation copies the value as it is now.
 *  3. It has, and AWSCURRENT logs in too (two users, or two passwords of one): as 2. The new rotation ends the pending password.
 *  4. It has, and AWSCURRENT is refused: the pending version holds the only password that works. The rotation continues, and the log says what is
 *     to be put again; where the address has changed it cannot be tested, and the admin has to set the password in AWSCURRENT first.
 */
export async function refuseOutdatedPending(
  current: SecretValue,
  pending: SecretValue,
  rotation: Rotation,
): Promise<void> {
  const changed = changedMembers(current, pending);
  // State 1.
  if (changed.length === 0) return;
  const { secret, log } = rotation;
  const names = changed.map((key) => `"${key.slice(0, 60)}"`).slice(0, 10);
  const error = (remedy: string) =>
    new RotationError("pending_outdated", {
      problem: `the value of ${secret.name} was changed after this rotation had copied it, and its end would undo that`,
      found: `AWSCURRENT and AWSPENDING differ in ${names.join(", ")}`,
      allowed: "no difference but user name and password",
      remedy,
    });
  // State 2.
  if (!(await hasPendingPassword(current, pending, rotation))) throw cancellable(error("nothing was changed"));
  // State 3; below, state 4.
  if (await hasCurrentPassword(current, rotation)) {
    const { parts, code } = error(
      "cancel the rotation and start a new one: AWSCURRENT logs in, and the new rotation ends the pending password",
    );
    throw new RotationError(code, parts, { action: { kind: "cancel" } });
  }
  if (changed.some((key) => ADDRESS.includes(key))) {
    throw error(`do not cancel: AWSCURRENT is refused. First, ${resyncInstructions(rotation, current.username)}`);
  }
  log.warn("value-changed-since", {
    secret: secret.name,
    members: names.join(", "),
    remedy: "the rotation ends with what it copied; when it is complete, put the change again (AWSPREVIOUS holds it)",
  });
}

/** Throws `version_not_pending` where AWSCURRENT holds the pending credential: state 22 of setSecret, or a value that was copied by hand. */
export function refuseComplete(current: SecretValue, pending: SecretValue, { secret, token }: Rotation): void {
  if (current.username !== pending.username || current.password !== pending.password) return;
  throw new RotationError("version_not_pending", {
    problem: `AWSCURRENT of ${secret.name} has the password that the version ${token} is to bring`,
    allowed: "a pending version with a password of its own",
    remedy:
      "nothing, when this rotation has just been completed: the repetition of this step says so; otherwise cancel it and start a new one (RotateSecret)",
  });
}

/** The members in which two values differ, beside the credential. */
function changedMembers(current: SecretValue, pending: SecretValue): readonly string[] {
  // A mutant survives: the comparison below finds the same; this one costs less.
  if (withCredential(current, pending) === pending.text) return [];
  const [now, then] = [current, pending].map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  // A mutant survives: both are objects; `?? {}` is for the type.
  return [...new Set([...Object.keys(now ?? {}), ...Object.keys(then ?? {})])].filter(
    // A mutant survives: both are objects; `?.` is for the type.
    (key) => key !== "username" && key !== "password" && !isDeepStrictEqual(now?.[key], then?.[key]),
  );
}
