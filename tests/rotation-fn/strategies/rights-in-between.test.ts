import fc from "fast-check";
import type { Account, AccountChange, Grant } from "../../../rotation-fn/ports/account";
import { convergeGrants, opensForAMoment } from "../../../rotation-fn/strategies/converge-grants";

const app: Account = { user: "app", host: "%" };
const PRIVILEGES = ["SELECT", "INSERT"] as const;
const DATABASES = ["`mysql`.*", "`shop`.*"] as const;

/** How one privilege can be held: nowhere or everywhere, with a grant or a partial revoke in some databases. */
const held = fc.record({ everywhere: fc.boolean(), differs: fc.subarray([...DATABASES]) });
const account = fc.tuple(held, held).map((all): Grant[] =>
  all.flatMap(({ everywhere, differs }, index) => {
    const privilege = PRIVILEGES[index] ?? "SELECT";
    return [
      ...(everywhere ? [{ kind: "privilege", privilege, scope: "*.*" } as const] : []),
      ...differs.map((scope): Grant => ({ kind: everywhere ? "restriction" : "privilege", privilege, scope })),
    ];
  }),
);

const same = (one: Grant, other: Grant) => JSON.stringify(one) === JSON.stringify(other);

/** What MySQL makes of one change, with partial revokes on. https://dev.mysql.com/doc/refman/8.4/en/partial-revokes.html */
function after(grants: readonly Grant[], change: AccountChange): Grant[] {
  let now = [...grants];
  if (change.kind !== "grant" && change.kind !== "revoke") throw new Error(change.kind);
  for (const grant of change.grants) {
    if (grant.kind !== "privilege" && grant.kind !== "restriction") continue;
    const { privilege, scope } = grant;
    const restriction: Grant = { kind: "restriction", privilege, scope };
    const plain: Grant = { kind: "privilege", privilege, scope };
    const isThere = (wanted: Grant) => now.some((one) => same(one, wanted));
    if (change.kind === "grant") {
      now = isThere(restriction) ? now.filter((one) => !same(one, restriction)) : [...now, plain];
    } else if (scope === "*.*") {
      now = now.filter((one) => !(same(one, plain) || (one.kind === "restriction" && one.privilege === privilege)));
    } else now = isThere(plain) ? now.filter((one) => !same(one, plain)) : [...now, restriction];
  }
  return now;
}

/** `SELECT in shop`, for each privilege and database in which it holds. */
function allowed(grants: readonly Grant[]): string[] {
  return PRIVILEGES.flatMap((privilege) =>
    DATABASES.filter((scope) => {
      const has = (kind: "privilege" | "restriction", where: string) =>
        grants.some((one) => same(one, { kind, privilege, scope: where } as Grant));
      return has("privilege", scope) || (has("privilege", "*.*") && !has("restriction", scope));
    }).map((scope) => `${privilege} in ${scope}`),
  );
}

describe("the states between two sets of rights", () => {
  it("property: end in the wanted rights, and allow nothing in between that neither end allows, unless the account is locked", () => {
    fc.assert(
      fc.property(account, account, (actual, wanted) => {
        const changes = convergeGrants(app, actual, wanted);
        const ends = new Set([...allowed(actual), ...allowed(wanted)]);
        let state: Grant[] = actual;
        for (const change of changes) {
          state = after(state, change);
          if (!opensForAMoment(changes)) expect(allowed(state).filter((right) => !ends.has(right))).toEqual([]);
        }
        expect(allowed(state)).toEqual(allowed(wanted));
        expect(convergeGrants(app, state, wanted)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("open for a moment only where a global privilege is new and is restricted", () => {
    const global: Grant = { kind: "privilege", privilege: "SELECT", scope: "*.*" };
    const restricted: Grant[] = [global, { kind: "restriction", privilege: "SELECT", scope: "`mysql`.*" }];
    expect(opensForAMoment(convergeGrants(app, [], restricted))).toBe(true);
    expect(opensForAMoment(convergeGrants(app, [global], restricted))).toBe(false);
    expect(opensForAMoment(convergeGrants(app, restricted, []))).toBe(false);
  });

  it("open for a moment where one of several restricted privileges is new, and not for one in a database", () => {
    const on = (privilege: string, scope: string): Grant => ({ kind: "privilege", privilege, scope });
    const restrictions = PRIVILEGES.map((privilege): Grant => ({ kind: "restriction", privilege, scope: "`mysql`.*" }));
    const revoke = { kind: "revoke", account: app, grants: restrictions } as const;
    const grant = (...grants: Grant[]) => ({ kind: "grant", account: app, grants }) as const;
    expect(opensForAMoment([grant(on("INSERT", "*.*")), revoke])).toBe(true);
    expect(opensForAMoment([grant(on("INSERT", "`shop`.*"), on("UPDATE", "*.*")), revoke])).toBe(false);
  });
});
