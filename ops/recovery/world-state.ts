import type { InspectedVersion, InspectResult } from "../../rotation-fn/actions/inspect";
import type { InspectedAdmin } from "../../rotation-fn/actions/inspect-admin";
import type { Failure } from "../rotation/outcome-line";

/** The one safe thing to do in a state. Every kind but the last three changes something. */
export type Treatment =
  /** Let Secrets Manager run the steps again for the pending version. */
  | { readonly kind: "continue"; readonly versionId: string }
  /** Remove AWSPENDING. */
  | { readonly kind: "cancel"; readonly versionId: string; readonly thenRotate: boolean }
  /** Move AWSCURRENT to a version that logs in. */
  | { readonly kind: "move-current"; readonly to: string; readonly from: string }
  /** Let the admin set the account's password to the one in AWSCURRENT. */
  | { readonly kind: "reconcile" }
  | { readonly kind: "none" }
  /** A person has to act first. */
  | { readonly kind: "person"; readonly who: string; readonly what: string }
  /** Nothing is known well enough. */
  | { readonly kind: "wait"; readonly why: string };

export interface WorldState {
  readonly number: number;
  /** What was found, as a sentence. */
  readonly found: string;
  readonly treatment: Treatment;
}

/**
 * Which state the labels and the database are in, and the one safe treatment of it. Pure: the evidence is the function's `inspect`.
 *
 *  1. Nothing is pending and AWSCURRENT logs in: nothing to do.
 *  2. The server does not answer, or not in a way that says anything about a password: wait.
 *  3. The account is locked or its password has expired: the database administrator.
 *  4. The pending version was AWSCURRENT until a label was moved by hand, and logs in: move AWSCURRENT back.
 *  5. The strategy's tag was changed during a rotation, and the database has the pending password: restore the tag.
 *  6. The pending version cannot end, and it is proved that no client needs its password: cancel it and rotate.
 *  7. The rotation is switched off, and the pending version has no value: remove AWSPENDING.
 *  8. The rotation is switched off, and AWSCURRENT logs in: remove AWSPENDING, which no schedule continues.
 *  9. The pending version has no value: continue the same version.
 * 10. The pending version has a value, and AWSCURRENT logs in: continue the same version.
 * 11. AWSCURRENT is refused, and the pending version of the same user logs in: continue; it holds the only password that works.
 * 12. AWSCURRENT is refused or unreadable, nothing is pending, and AWSPREVIOUS logs in: move AWSCURRENT back.
 * 13. AWSCURRENT is refused, and no state above applies: the admin sets the account's password to the one in AWSCURRENT.
 * 14. No version is AWSCURRENT: provision, which makes the first value or completes it.
 * 15. AWSCURRENT cannot be read as a value, and nothing else logs in: correct the value.
 * 16. Nothing is pending and AWSCURRENT logs in, but the admin does not, or it is not known: no rotation can work.
 */
export function worldState(found: InspectResult, failure?: Failure): WorldState {
  const { current, pending, previous, obstacle, admin } = found;
  if (current === undefined || current.login === "none") {
    return state(14, "no version with a value is AWSCURRENT", { kind: "reconcile" });
  }
  const closed = [current, pending].find((one) => one?.code === "account_locked" || one?.code === "password_expired");
  if (closed !== undefined) return ofClosedAccount(closed);
  const unanswered = [current, pending].find((one) => one?.login === "unknown" && one.code !== "bad_secret_value");
  if (unanswered !== undefined) {
    return state(2, `it is not known whether ${labelOf(unanswered, found)} logs in: ${unanswered.message}`, {
      kind: "wait",
      why: "repeat the command when the server answers; the message says what keeps the function away from it",
    });
  }
  const works = current.login === "accepted";
  if (obstacle?.action?.kind === "move-current-back") {
    const { to, from } = obstacle.action;
    return state(4, obstacle.message, { kind: "move-current", to, from });
  }
  if (obstacle?.action?.kind === "restore-strategy") {
    return state(5, obstacle.message, {
      kind: "person",
      who: "the person who changed the tag",
      what:
        `aws secretsmanager tag-resource --secret-id ${found.secret} ` +
        `--tags Key=rotation:strategy,Value=${obstacle.action.strategy}`,
    });
  }
  if (pending !== undefined) return ofPending(pending, works, found, failure);
  if (works) {
    if (admin === undefined || admin.login === "accepted") {
      return state(1, "AWSCURRENT logs in and no rotation is pending", { kind: "none" });
    }
    return ofAdmin(admin);
  }
  if (previous?.login === "accepted") {
    return state(12, `AWSCURRENT does not log in (${current.code}), and AWSPREVIOUS does`, {
      kind: "move-current",
      to: previous.versionId,
      from: current.versionId,
    });
  }
  return ofRefusedCurrent(current);
}

/** The server does not take the password itself. It never will, and the password of a version never changes. */
const PASSWORD_REFUSALS: readonly string[] = ["password_rejected", "password_reused"];

/** Why the pending version cannot end although no client needs its password. Undefined where that is not proved. */
function whyToCancel(pending: InspectedVersion, { obstacle }: InspectResult, failure: Failure | undefined) {
  if (obstacle?.action?.kind === "cancel") return obstacle.message;
  // The function never stores such a value, so that no account has its password.
  if (pending.code === "bad_secret_value") return pending.message;
  const isRefused = failure !== undefined && PASSWORD_REFUSALS.includes(failure.code);
  return isRefused && pending.login === "refused" ? failure.message : undefined;
}

function ofPending(
  pending: InspectedVersion,
  works: boolean,
  found: InspectResult,
  failure: Failure | undefined,
): WorldState {
  const { versionId } = pending;
  const { current, obstacle, rotationEnabled } = found;
  const why = whyToCancel(pending, found, failure);
  if (why !== undefined && works) {
    return state(6, why, { kind: "cancel", versionId, thenRotate: rotationEnabled });
  }
  if (!rotationEnabled && pending.login === "none") {
    return state(7, "rotation is switched off, and the pending version has no value", {
      kind: "cancel",
      versionId,
      thenRotate: false,
    });
  }
  if (!rotationEnabled && works) {
    return state(8, "rotation is switched off, a pending version is left over, and AWSCURRENT logs in", {
      kind: "cancel",
      versionId,
      thenRotate: false,
    });
  }
  if (works) {
    return pending.login === "none"
      ? state(9, "a rotation has begun and stored no value yet", { kind: "continue", versionId })
      : state(10, "a rotation is not complete, and AWSCURRENT logs in", { kind: "continue", versionId });
  }
  const isOnly = pending.login === "accepted" && pending.user === current?.user && obstacle === undefined;
  if (isOnly && rotationEnabled) {
    return state(11, "AWSCURRENT is refused, and the pending version holds the only password that works", {
      kind: "continue",
      versionId,
    });
  }
  return ofRefusedCurrent(current);
}

function ofRefusedCurrent(current: InspectedVersion | undefined): WorldState {
  if (current?.code !== "bad_secret_value") {
    return state(13, `AWSCURRENT does not log in: ${current?.message}`, { kind: "reconcile" });
  }
  return state(15, `AWSCURRENT cannot be used: ${current.message}`, {
    kind: "person",
    who: "the person who wrote the value",
    what: "correct the value: write it to a file, and store the file with PutSecretValue",
  });
}

function ofClosedAccount({ user, code, message }: InspectedVersion): WorldState {
  const what =
    code === "account_locked"
      ? `unlock the account (ALTER USER '${user}' ACCOUNT UNLOCK), after finding out who locked it`
      : "npm run ops -- explain password_expired";
  return state(3, message ?? `the account of '${user}' is closed`, {
    kind: "person",
    who: "the database administrator",
    what,
  });
}

/** A refused login, or whatever keeps the function from trying it: a wrong value, a missing right, a guard. */
function ofAdmin({ login, code = "admin_login_refused", message }: InspectedAdmin): WorldState {
  const found = login === "refused" ? "but the admin does not" : "but it is not known whether the admin does";
  return state(16, `applications log in, ${found}: ${message}`, {
    kind: "person",
    who: "a person who may change the RDS instance and its secret",
    what: `npm run ops -- explain ${code}`,
  });
}

function labelOf(version: InspectedVersion, { current }: InspectResult): string {
  return version === current ? "AWSCURRENT" : "the pending version";
}

function state(number: number, found: string, treatment: Treatment): WorldState {
  return { number, found, treatment };
}
