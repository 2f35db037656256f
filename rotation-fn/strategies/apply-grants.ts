import { isRotationError } from "../errors";
import type { AccountChange, Grant } from "../ports/account";
import type { DatabaseSession } from "../ports/database";

/** What of a change could not be done, and never could by repeating it. */
export interface Refused {
  /** Rights on something that is gone (a table that was dropped, a column, a routine, an uninstalled plugin): worth nothing to anybody. */
  readonly gone: readonly Grant[];
  /** Rights that this admin may not take away. */
  readonly kept: readonly Grant[];
}

const NOTHING: Refused = { gone: [], kept: [] };

/** Applies a change as far as the server lets it. Throws every error that must stop the rotation. `has`: what the account has before. */
export async function applyAsFarAsPossible(
  session: DatabaseSession,
  change: AccountChange,
  has: readonly Grant[],
): Promise<Refused> {
  if (change.kind !== "grant" && change.kind !== "revoke") {
    await session.apply(change);
    return NOTHING;
  }
  try {
    await session.apply(change);
    return NOTHING;
  } catch (error) {
    if (!(await isFinal(session, change, error))) throw error;
  }
  const accompanied = withCompanion(change, has);
  if (accompanied !== undefined) return applyAsFarAsPossible(session, accompanied, has);
  // The server refuses a list for one of its parts, and does none of it.
  const parts = partsOf(change);
  if (parts.length === 1)
    return change.kind === "grant" ? { gone: change.grants, kept: [] } : { gone: [], kept: change.grants };
  const refused: Refused[] = [];
  for (const grants of parts) refused.push(await applyAsFarAsPossible(session, { ...change, grants }, has));
  return { gone: refused.flatMap(({ gone }) => gone), kept: refused.flatMap(({ kept }) => kept) };
}

type GrantChange = Extract<AccountChange, { kind: "grant" | "revoke" }>;

/** A missing restriction is a right too much, and nothing that could be left alone. */
async function isFinal(session: DatabaseSession, change: GrantChange, error: unknown): Promise<boolean> {
  if (change.kind === "revoke") {
    return isRotationError(error, "missing_privilege") && change.grants.every(({ kind }) => kind !== "restriction");
  }
  if (isRotationError(error, "object_missing")) return true;
  if (!isRotationError(error) || error.effect !== "none" || change.grants.every(({ kind }) => kind !== "dynamic"))
    return false;
  return (await session.objects.missingFor(change.grants)).length > 0;
}

/** Global privileges that RDS's admin has without a partial revoke. */
const COMPANIONS = ["SHOW DATABASES", "PROCESS", "RELOAD", "REPLICATION CLIENT", "REPLICATION SLAVE", "CREATE USER"];

/**
 * An admin with partial revokes (on RDS it may not write to `mysql`) is refused the REVOKE of dynamic privileges alone, even of one that it has
 * WITH GRANT OPTION: error 3879. The same list with a static privilege that it has everywhere is accepted (measured, 9.7.4). Of one that
 * the account does not have, nothing is taken.
 */
function withCompanion(change: GrantChange, has: readonly Grant[]): GrantChange | undefined {
  if (change.kind === "grant" || change.companion !== undefined) return undefined;
  if (change.grants.some(({ kind }) => kind !== "dynamic")) return undefined;
  const held = (name: string): boolean =>
    // A mutant survives: the kind narrows the type: nothing else has this scope and such a name.
    has.some((grant) => grant.kind === "privilege" && grant.scope === "*.*" && grant.privilege === name);
  const companion = COMPANIONS.find((name) => !held(name));
  return companion === undefined ? undefined : { ...change, companion };
}

/** What the server can refuse by itself: the object as a whole and each of its columns; of what has no object, each. */
function partsOf({ kind, grants }: GrantChange): readonly (readonly Grant[])[] {
  const single = (grant: Grant): boolean =>
    kind === "revoke" || grant.kind !== "privilege" || grant.column !== undefined;
  const whole = grants.filter((grant) => !single(grant));
  return [...(whole.length === 0 ? [] : [whole]), ...grants.filter(single).map((grant) => [grant])];
}
