import type { Account, AccountChange, Grant } from "../ports/account";

/**
 * The changes that make an account's grants equal to the wanted ones: only the difference, with explicit lists, never
 * REVOKE ALL. So a revoke propagates, and nothing is sent when nothing changed.
 *
 * Order: what is too much goes first, because a lost option can only be taken away with its grant; then what is missing. So no state in
 * between allows what neither the old nor the new one does. A partial revoke is added at once where its global privilege is there
 * already; where that is still to be given it comes last, and in between the privilege holds everywhere ({@link opensForAMoment}).
 * A partial revoke whose global privilege goes ends with it: lifting it would be a grant in its scope, which neither end has.
 */
export function convergeGrants(account: Account, actual: readonly Grant[], wanted: readonly Grant[]): AccountChange[] {
  const { missing, excess } = compareGrants(actual, wanted);
  const have = new Set(actual.filter(global).map(privilegeOf));
  const want = new Set(wanted.filter(global).map(privilegeOf));
  const kept = (grant: Grant): boolean => have.has(privilegeOf(grant)) && want.has(privilegeOf(grant));
  const restrictions = missing.filter(restriction);
  const lifts = excess.filter((grant) => restriction(grant) && kept(grant)).map(lifted);
  const changes = (kind: "grant" | "revoke", grants: readonly Grant[]): AccountChange[] =>
    grouped(grants).map((group) => ({ kind, account, grants: group }));
  return [
    ...changes("revoke", [...excess.filter((grant) => !restriction(grant)), ...restrictions.filter(kept)]),
    // A restriction that is too much is lifted by granting the privilege in its scope again.
    ...changes("grant", [...missing.filter((grant) => !restriction(grant)), ...lifts]),
    ...changes(
      "revoke",
      restrictions.filter((grant) => !kept(grant)),
    ),
  ];
}

/**
 * Whether a global privilege is given whose restriction can only come after it: until then the account may do more than both the old and
 * the new rights allow.
 */
export function opensForAMoment(changes: readonly AccountChange[]): boolean {
  const given = changes.flatMap((change) =>
    // Stryker disable next-line ArrayDeclaration: no privilege has the name of the element that a mutant adds.
    change.kind === "grant" ? change.grants.filter(global).map(privilegeOf) : [],
  );
  return changes.some(
    (change) =>
      change.kind === "revoke" &&
      change.grants.some((grant) => restriction(grant) && given.includes(privilegeOf(grant))),
  );
}

function global(grant: Grant): boolean {
  // A mutant survives: the kind narrows the type: no restriction is on every database.
  return grant.kind === "privilege" && grant.scope === "*.*";
}

function privilegeOf(grant: Grant): string {
  // A mutant survives: both callers hand over privileges and restrictions only.
  return grant.kind === "privilege" || grant.kind === "restriction" ? grant.privilege : "";
}

/** What is to be given, and what is to be taken away (also to be given again without its option). */
export function compareGrants(
  actual: readonly Grant[],
  wanted: readonly Grant[],
): { readonly missing: readonly Grant[]; readonly excess: readonly Grant[] } {
  const have = new Map(actual.map((grant) => [keyOf(grant), grant]));
  const want = new Map(wanted.map((grant) => [keyOf(grant), grant]));
  return {
    missing: wanted.filter((grant) => !equal(have.get(keyOf(grant)), grant)),
    excess: actual.filter((grant) => {
      const kept = want.get(keyOf(grant));
      return kept === undefined || (optionOf(grant) && !optionOf(kept));
    }),
  };
}

function restriction(grant: Grant): boolean {
  return grant.kind === "restriction";
}

function lifted(grant: Grant): Grant {
  // A mutant survives: the caller hands over restrictions only.
  return grant.kind === "restriction" ? { kind: "privilege", privilege: grant.privilege, scope: grant.scope } : grant;
}

/** What a grant is about, without its option. */
export function keyOf(grant: Grant): string {
  switch (grant.kind) {
    case "privilege":
      return JSON.stringify(["privilege", grant.scope, grant.privilege, grant.column ?? null]);
    case "restriction":
      return JSON.stringify(["restriction", grant.scope, grant.privilege]);
    case "dynamic":
      return JSON.stringify(["dynamic", grant.privilege]);
    case "role":
      return JSON.stringify(["role", grant.role.user, grant.role.host]);
    case "proxy":
      return JSON.stringify(["proxy", grant.of.user, grant.of.host]);
  }
}

/** Whether the grant may be handed on. On static privileges that is a grant of its own. */
export function optionOf(grant: Grant): boolean {
  if (grant.kind === "role") return grant.adminOption;
  return (grant.kind === "dynamic" || grant.kind === "proxy") && grant.grantOption;
}

function equal(one: Grant | undefined, other: Grant): boolean {
  return one !== undefined && optionOf(one) === optionOf(other);
}

/** Grants that fit into one statement: the same kind, scope and option. A proxied account has a statement of its own. */
function grouped(grants: readonly Grant[]): Grant[][] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const place =
      grant.kind === "privilege" || grant.kind === "restriction"
        ? grant.scope
        : grant.kind === "proxy"
          ? keyOf(grant)
          : String(optionOf(grant));
    const key = `${grant.kind} ${place}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [grant]);
    else group.push(grant);
  }
  return [...groups.values()];
}
