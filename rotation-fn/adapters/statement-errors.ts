import { isRotationError, RotationError } from "../errors";
import type { AccountChange } from "../ports/account";
import type { DatabaseObjects } from "../ports/database-objects";

/** SHOW CREATE USER of an account that does not exist: error 1396, and 1133 on MariaDB. */
export function isMissingAccount(error: unknown): boolean {
  return error instanceof RotationError && /^(1396|1133) /.test(error.parts.found ?? "");
}

/** The error of a statement before which another one of the same change took effect. */
export function afterAnother(error: unknown): unknown {
  return error instanceof RotationError && error.effect === "none" ? error.with({ effect: "applied" }) : error;
}

/** How many objects a message names. */
const MAX_NAMED = 10;

/** The error of a change that the server refuses because objects name the account as their definer: with their names. */
export async function namingObjects(error: unknown, change: AccountChange, objects: DatabaseObjects): Promise<unknown> {
  if (!isRotationError(error, "account_is_definer") || !("account" in change)) return error;
  // That they cannot be listed is no reason to hide what went wrong.
  const defined = await objects.definedBy(change.account).catch(() => []);
  if (defined.length === 0) return error;
  const names = defined.slice(0, MAX_NAMED).map(({ kind, name }) => `${kind} ${name}`);
  const more = defined.length > MAX_NAMED ? ` and ${defined.length - MAX_NAMED} more` : "";
  const found = `${error.parts.found}; its objects: ${names.join(", ")}${more}`;
  return error.with({ parts: { ...error.parts, found } });
}
