import { isRotationError } from "../errors";
import type { AccountChange, Grant } from "../ports/account";
import type { DatabaseSession } from "../ports/database";

/**
 * Applies a change. Of a grant returns what the server refused because the object is gone (a table that was dropped, a column, a
 * routine): such a right is worth nothing to anybody, and no repetition could give it.
 */
export async function applyUnlessGone(session: DatabaseSession, change: AccountChange): Promise<readonly Grant[]> {
  if (change.kind !== "grant") {
    await session.apply(change);
    return [];
  }
  try {
    await session.apply(change);
    return [];
  } catch (error) {
    if (!isRotationError(error, "object_missing")) throw error;
  }
  // The server refuses a list for one of its columns, and gives none of it.
  const parts = partsOf(change.grants);
  if (parts.length === 1) return change.grants;
  const gone: Grant[] = [];
  for (const grants of parts) gone.push(...(await applyUnlessGone(session, { ...change, grants })));
  return gone;
}

/** What can be there or gone by itself: the object as a whole, and each of its columns. */
function partsOf(grants: readonly Grant[]): readonly (readonly Grant[])[] {
  const ofColumn = (grant: Grant): boolean => grant.kind === "privilege" && grant.column !== undefined;
  const whole = grants.filter((grant) => !ofColumn(grant));
  return [...(whole.length === 0 ? [] : [whole]), ...grants.filter(ofColumn).map((grant) => [grant])];
}
