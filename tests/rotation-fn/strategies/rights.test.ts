import type { AccountDefinition, Grant } from "../../../rotation-fn/ports/account";
import type { DefinedObject } from "../../../rotation-fn/ports/database-objects";
import { isWithin, scopesOf } from "../../../rotation-fn/strategies/database-rights";
import { grantsForObjects } from "../../../rotation-fn/strategies/definer-grants";
import { excessNote, notedExcess, tolerating, withoutNotedExcess } from "../../../rotation-fn/strategies/excess-rights";
import {
  describeGrant,
  fingerprintOf,
  fingerprintOn,
  missingRights,
  withoutGrants,
} from "../../../rotation-fn/strategies/rights";

const on = (privilege: string, scope = "`shop`.*", column?: string): Grant => ({
  ...{ kind: "privilege", privilege, scope },
  ...(column === undefined ? {} : { column }),
});
const dynamic = (privilege: string, grantOption = false): Grant => ({ kind: "dynamic", privilege, grantOption });
const role = (user: string, adminOption = false): Grant => ({ kind: "role", role: { user, host: "%" }, adminOption });
const proxy = (grantOption: boolean): Grant => ({ kind: "proxy", of: { user: "boss", host: "%" }, grantOption });
const restriction = (privilege: string): Grant => ({ kind: "restriction", privilege, scope: "`mysql`.*" });
const rights = (grants: readonly Grant[], ...roles: string[]) => ({
  grants,
  defaultRoles: roles.map((user) => ({ user, host: "%" })),
});
const account = (grants: readonly Grant[], attribute: object = {}): AccountDefinition => ({
  ...{ account: { user: "app", host: "%" }, plugin: "caching_sha2_password", locked: false, clauses: new Map() },
  ...{ attribute: attribute as AccountDefinition["attribute"], ...rights(grants) },
});

describe("a right for people", () => {
  it.each([
    [on("SELECT"), "SELECT on `shop`.*"],
    [on("SELECT", "`shop`.`t`", "c"), "SELECT (`c`) on `shop`.`t`"],
    [dynamic("ROLE_ADMIN"), "ROLE_ADMIN on *.*"],
    [dynamic("ROLE_ADMIN", true), "ROLE_ADMIN on *.* with grant option"],
    [role("readers"), "the role 'readers'@'%'"],
    [role("readers", true), "the role 'readers'@'%' with admin option"],
    [proxy(false), "PROXY on 'boss'@'%'"],
    [proxy(true), "PROXY on 'boss'@'%' with grant option"],
    [restriction("INSERT"), "INSERT on `mysql`.* (it is revoked there)"],
  ])("%j", (grant, text) => expect(describeGrant(grant)).toBe(text));
});

describe("the fingerprint of rights", () => {
  const some = rights([on("SELECT"), dynamic("ROLE_ADMIN"), role("readers")], "readers", "writers");

  it("is the same in whatever order, and short enough for a database's name", () => {
    const turned = rights([...some.grants].reverse(), "writers", "readers");
    expect(fingerprintOf(turned)).toBe(fingerprintOf(some));
    expect(fingerprintOf(some)).toMatch(/^[0-9a-f]{32}$/);
    const capitals = { ...some, defaultRoles: some.defaultRoles.map((one) => ({ ...one, host: "DB.TEST" })) };
    const small = { ...some, defaultRoles: some.defaultRoles.map((one) => ({ ...one, host: "db.test" })) };
    expect(fingerprintOf(capitals)).toBe(fingerprintOf(small));
  });

  it("does not change from one release to the next: accounts carry it", () => {
    expect(fingerprintOf(some)).toBe("9e4e16b34bdff6c267710fa82ade9684");
    const atHost = { grants: [], defaultRoles: [{ user: "readers", host: "Db.Test" }] };
    expect(fingerprintOf(atHost)).toBe("c70fc4893fa3fa63d1ef3f8028ae2b7c");
  });

  it("is another for every other right, option, role and default role", () => {
    const others = [
      some,
      rights([...some.grants, on("INSERT")], "readers", "writers"),
      rights([on("SELECT"), dynamic("ROLE_ADMIN", true), role("readers")], "readers", "writers"),
      rights([on("SELECT"), dynamic("ROLE_ADMIN"), role("readers", true)], "readers", "writers"),
      rights(some.grants, "readers"),
      rights(some.grants, "readers", "others"),
      rights(some.grants),
    ];
    expect(new Set(others.map(fingerprintOf)).size).toBe(others.length);
  });

  it("is read from the account's attribute", () => {
    expect(fingerprintOn(account([], { rotated_with_rights: "0a" }))).toBe("0a");
    expect(fingerprintOn(account([]))).toBeUndefined();
  });
});

describe("what an account lacks", () => {
  it("is a right, a default role, or a restriction that it has too much", () => {
    const actual = rights([on("SELECT"), on("DELETE"), restriction("UPDATE")], "readers");
    const wanted = rights([on("SELECT"), on("INSERT"), restriction("INSERT")], "readers", "writers");
    expect(missingRights(actual, wanted)).toEqual([
      ...["INSERT on `shop`.*", "UPDATE on `mysql`.* (it is revoked there)", "the default role 'writers'@'%'"],
    ]);
  });

  it("is nothing where it may do more", () => {
    expect(missingRights(rights([on("SELECT"), on("DELETE")], "readers", "writers"), rights([on("SELECT")]))).toEqual(
      [],
    );
    expect(missingRights(rights([], "readers", "writers"), rights([], "writers"))).toEqual([]);
  });
});

describe("an account without some grants", () => {
  it("keeps the others, whatever their options", () => {
    const all = account([on("SELECT"), dynamic("ROLE_ADMIN", true), role("readers")]);
    expect(withoutGrants(all, [dynamic("ROLE_ADMIN"), on("INSERT")]).grants).toEqual([on("SELECT"), role("readers")]);
    expect(withoutGrants(all, [])).toBe(all);
  });
});

describe("rights that may not be taken away", () => {
  const excess = [dynamic("ROLE_ADMIN", true), role("readers", true)];
  const note = excessNote(excess, undefined);

  it("are noted in the account, in whatever order, and the note is short", () => {
    expect(note).toEqual(excessNote([...excess].reverse(), account([])));
    expect(note).toEqual({ rotated_with_excess: expect.stringMatching(/^[0-9a-f]{12}\.[0-9a-f]{12}$/) });
    expect(note).toEqual({ rotated_with_excess: "304e3a7e45cf.51aaaf8c80c8" });
  });

  it("are no longer noted where there are none", () => {
    expect(excessNote([], account([], note))).toEqual({ rotated_with_excess: null });
    expect(excessNote([], account([]))).toEqual({});
    expect(excessNote([], undefined)).toEqual({});
  });

  it("are told from the note, with their options", () => {
    const grants = [on("SELECT"), ...excess];
    expect(notedExcess(account(grants, note))).toEqual(excess);
    expect(notedExcess(account([role("readers"), dynamic("ROLE_ADMIN")], note))).toEqual([]);
    for (const attribute of [{}, { rotated_with_excess: null }, { rotated_with_excess: 7 }])
      expect(notedExcess(account(grants, attribute))).toEqual([]);
  });

  it("are not handed on, of a role its option only", () => {
    const source = account(
      [on("SELECT"), dynamic("ROLE_ADMIN", true), role("readers", true), role("writers", true)],
      note,
    );
    expect(withoutNotedExcess(source)).toEqual({
      ...source,
      grants: [on("SELECT"), role("readers"), role("writers", true)],
    });
    const plain = excessNote([role("writers"), proxy(true)], undefined);
    expect(withoutNotedExcess(account([role("writers"), proxy(true), on("SELECT")], plain)).grants).toEqual([
      on("SELECT"),
    ]);
  });

  it("count as wanted in a comparison, instead of the same without the option", () => {
    const wanted = [on("SELECT"), role("readers")];
    expect(tolerating(wanted, [])).toBe(wanted);
    expect(tolerating(wanted, excess)).toEqual([on("SELECT"), ...excess]);
  });
});

describe("the grants that a definer's objects need", () => {
  const VIEW = ["SELECT", "INSERT", "UPDATE", "DELETE", "EXECUTE", "LOCK TABLES"];
  const TRIGGER = [...VIEW, "TRIGGER", "CREATE TEMPORARY TABLES"];
  const CODE = [
    ...[...TRIGGER, "EVENT", "CREATE", "DROP", "ALTER", "INDEX", "REFERENCES", "CREATE VIEW", "SHOW VIEW"],
    "DELETE HISTORY",
  ];
  const others = ["GRANT OPTION", "SUPER", "CREATE USER", ""];
  const needed = (...kinds: string[]) =>
    grantsForObjects(
      [...CODE, ...others].map((privilege) => on(privilege)),
      kinds.map((kind) => ({ kind }) as DefinedObject),
    ).map((grant) => grant.kind === "privilege" && grant.privilege);

  it("are those of views, of triggers and views, and of code", () => {
    expect(needed("view", "view")).toEqual(VIEW);
    for (const kinds of [["trigger"], ["view", "trigger"]]) expect(needed(...kinds)).toEqual(TRIGGER);
    for (const kinds of [[], ["procedure"], ["trigger", "event"], ["view", "function"]])
      expect(needed(...kinds)).toEqual(CODE);
  });

  it("are roles too, restrictions of what is needed, and no others", () => {
    const grants = [role("SELECT"), restriction("SELECT"), restriction("SUPER"), dynamic("SELECT"), proxy(true)];
    expect(grantsForObjects(grants, [])).toEqual([role("SELECT"), restriction("SELECT")]);
  });
});

describe("a grant on one whole database", () => {
  it("has the database's name, with and without escapes", () => {
    expect(scopesOf("`shop`.*")).toEqual(["`shop`.*"]);
    expect(scopesOf("`a\\_b\\%c\\\\d`.*")).toEqual(["`a\\_b\\%c\\\\d`.*", "`a_b%c\\d`.*"]);
  });

  it("is no grant on a part of it, on another one, or of another kind", () => {
    const scopes = scopesOf("`shop`.*");
    const all = [on("SELECT"), on("SELECT", "`other`.*"), on("SELECT", "`shop`.`t`"), on("SELECT", "`shop`.*", "c")];
    expect(all.map((grant) => isWithin(grant, scopes))).toEqual([true, false, false, false]);
    expect(isWithin({ ...restriction("SELECT"), scope: "`shop`.*" } as Grant, scopes)).toBe(false);
  });
});
