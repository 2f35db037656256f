import { isRotationError, RotationError } from "../errors";
import { versionLabelled } from "../ports/secret-store";
import type { SecretValue } from "../secret-value";
import { loginRequest, signInUnlessRefused } from "./sign-in";
import type { StrategyContext } from "./strategy";

/**
 * What the database knows of a pending credential. AWSPENDING may only be removed where it is certain that the database has not got its
 * password: where an account keeps one password, it may be the only one that works, and no other version holds it.
 */

/** Whether the database has the pending password: its login tells, at the address in AWSCURRENT. Throws whatever leaves it open. */
export async function hasPendingPassword(
  current: SecretValue,
  pending: SecretValue,
  { database, settings }: StrategyContext,
): Promise<boolean> {
  // Without a database: a wrong "dbname" says nothing about a password.
  const { username, password } = pending;
  const credential = { ...current, dbname: undefined, username, password };
  const session = await signInUnlessRefused(database, loginRequest(credential, settings));
  await session?.close();
  return session !== undefined;
}

/** Whether AWSCURRENT logs in, asked like {@link hasPendingPassword}. */
export function hasCurrentPassword(current: SecretValue, context: StrategyContext): Promise<boolean> {
  return hasPendingPassword(current, current, context);
}

/** Whether the server does not take the password itself: it never will, and the pending one never changes for one rotation. */
export function isPasswordRefusal(error: unknown): error is RotationError {
  return isRotationError(error, "password_rejected") || isRotationError(error, "password_reused");
}

/** The same error, which prints the command that cancels: the database has not got the pending password. */
export function cancellable(error: RotationError): RotationError {
  const remedy = `${error.parts.remedy}. The database does not have the pending password: cancel the rotation and start a new one`;
  return error.with({ parts: { ...error.parts, remedy }, action: { kind: "cancel" } });
}

/**
 * Throws `user_mismatch` for a pending version of another user than this strategy's: the strategy, or the pair of users, was changed while
 * a rotation was pending. It is cancelled where the database has not got its password; otherwise what was changed is put back, so
 * that the rotation can end.
 */
export async function requirePendingUser(
  expected: string,
  current: SecretValue,
  pending: SecretValue,
  context: StrategyContext,
): Promise<void> {
  if (pending.username === expected) return;
  const problem = {
    problem: "the pending version is for another user than this strategy changes",
    found: `'${pending.username}'`,
    allowed: `'${expected}'`,
  };
  if (!(await hasPendingPassword(current, pending, context))) {
    const remedy = "the tag of the strategy, or that of the users, was changed since this rotation began";
    throw cancellable(new RotationError("user_mismatch", { ...problem, remedy }));
  }
  const [to, from] = [versionLabelled(context.secret, "AWSPENDING"), versionLabelled(context.secret, "AWSCURRENT")];
  // Secrets Manager leaves AWSPENDING on a version that became AWSCURRENT, and puts AWSPREVIOUS on what AWSCURRENT leaves.
  // A mutant survives: this runs for a pending version only.
  // Stryker disable next-line OptionalChaining: the version was found by its labels.
  if (to !== undefined && from !== undefined && context.secret.labels.get(to)?.includes("AWSPREVIOUS")) {
    const found = `${problem.found}, which was AWSCURRENT until the label was moved by hand, and logs in`;
    throw new RotationError(
      "user_mismatch",
      { ...problem, found, remedy: "move AWSCURRENT back to that version; then start the rotation again" },
      { action: { kind: "move-current-back", to, from } },
    );
  }
  // With one user, either strategy finds the password set and ends the rotation.
  const strategy = pending.username === current.username ? "admin-rotated" : "alternating-users";
  throw new RotationError(
    "user_mismatch",
    {
      ...problem,
      found: `${problem.found}, and the database has its password already`,
      remedy:
        "do not cancel: the pending version may hold the only password that works. Put the tag rotation:strategy (or rotation:usernames) " +
        `back to what it was when this rotation began (${strategy}${strategy === "admin-rotated" ? " or single-user" : ""}), start the ` +
        "rotation again, and change the tag when it is complete",
    },
    { action: { kind: "restore-strategy", strategy } },
  );
}
