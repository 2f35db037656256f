import fc from "fast-check";
import { statementFor } from "../../../rotation-fn/adapters/mysql-statements";
import type { Account, Grant } from "../../../rotation-fn/ports/account";
import { convergeGrants } from "../../../rotation-fn/strategies/converge-grants";

const app: Account = { user: "app_clone", host: "%" };
const onDb = (privilege: string, column?: string): Grant => ({
  kind: "privilege",
  privilege,
  scope: column === undefined ? "`d`.*" : "`d`.`t`",
  ...(column === undefined ? {} : { column }),
});
const dynamic = (privilege: string, grantOption: boolean): Grant => ({ kind: "dynamic", privilege, grantOption });
const role = (user: string, adminOption: boolean): Grant => ({ kind: "role", role: { user, host: "%" }, adminOption });
const restriction = (privilege: string): Grant => ({ kind: "restriction", privilege, scope: "`mysql`.*" });
const statements = (actual: Grant[], wanted: Grant[]) =>
  convergeGrants(app, actual, wanted).map((change) => statementFor(change));

describe("convergeGrants", () => {
  it("sends nothing when nothing differs, in whatever order", () => {
    expect(statements([onDb("SELECT"), role("r", true)], [role("r", true), onDb("SELECT")])).toEqual([]);
  });

  it("gives what is missing, one statement a scope", () => {
    expect(
      statements(
        [onDb("SELECT")],
        [onDb("SELECT"), onDb("INSERT"), onDb("GRANT OPTION"), onDb("SELECT", "a"), onDb("UPDATE", "a")],
      ),
    ).toEqual([
      "GRANT INSERT, GRANT OPTION ON `d`.* TO `app_clone`@`%`",
      "GRANT SELECT (`a`), UPDATE (`a`) ON `d`.`t` TO `app_clone`@`%`",
    ]);
  });

  it("takes away what the other account lost, with an explicit list", () => {
    expect(statements([onDb("SELECT"), onDb("DELETE"), onDb("GRANT OPTION")], [onDb("SELECT")])).toEqual([
      "REVOKE DELETE, GRANT OPTION ON `d`.* FROM `app_clone`@`%`",
    ]);
  });

  it("adds an option without revoking, and takes one away by revoking and giving again", () => {
    expect(statements([dynamic("ROLE_ADMIN", false)], [dynamic("ROLE_ADMIN", true)])).toEqual([
      "GRANT ROLE_ADMIN ON *.* TO `app_clone`@`%` WITH GRANT OPTION",
    ]);
    expect(statements([role("r", true)], [role("r", false)])).toEqual([
      "REVOKE `r`@`%` FROM `app_clone`@`%`",
      "GRANT `r`@`%` TO `app_clone`@`%`",
    ]);
  });

  it("restricts after it has given, and lifts a restriction by giving in its scope", () => {
    const global: Grant = { kind: "privilege", privilege: "INSERT", scope: "*.*" };
    expect(statements([], [restriction("INSERT"), global])).toEqual([
      "GRANT INSERT ON *.* TO `app_clone`@`%`",
      "REVOKE INSERT ON `mysql`.* FROM `app_clone`@`%`",
    ]);
    expect(statements([global, restriction("INSERT")], [global])).toEqual([
      "GRANT INSERT ON `mysql`.* TO `app_clone`@`%`",
    ]);
  });

  it("restricts after it has given where the account has the privilege in one database only", () => {
    const global: Grant = { kind: "privilege", privilege: "SELECT", scope: "*.*" };
    expect(statements([onDb("SELECT")], [onDb("SELECT"), global, restriction("SELECT")])).toEqual([
      "GRANT SELECT ON *.* TO `app_clone`@`%`",
      "REVOKE SELECT ON `mysql`.* FROM `app_clone`@`%`",
    ]);
  });

  it("restricts in each database by a statement of its own", () => {
    const global: Grant = { kind: "privilege", privilege: "SELECT", scope: "*.*" };
    const inShop: Grant = { kind: "restriction", privilege: "SELECT", scope: "`shop`.*" };
    expect(statements([global], [global, restriction("SELECT"), inShop])).toEqual([
      "REVOKE SELECT ON `mysql`.* FROM `app_clone`@`%`",
      "REVOKE SELECT ON `shop`.* FROM `app_clone`@`%`",
    ]);
  });

  it("gives each proxied account by a statement of its own", () => {
    const proxies = ["owner", "guest"].map(
      (user): Grant => ({ kind: "proxy", of: { user, host: "%" }, grantOption: false }),
    );
    expect(statements([], proxies)).toEqual([
      "GRANT PROXY ON `owner`@`%` TO `app_clone`@`%`",
      "GRANT PROXY ON `guest`@`%` TO `app_clone`@`%`",
    ]);
  });

  it("property: never touches what both have, and names every difference exactly once", () => {
    const grant = fc.oneof(
      fc.constantFrom("SELECT", "INSERT", "GRANT OPTION").map((privilege) => onDb(privilege)),
      fc.tuple(fc.constantFrom("A_ADMIN", "B_ADMIN"), fc.boolean()).map(([name, option]) => dynamic(name, option)),
      fc.tuple(fc.constantFrom("r", "s"), fc.boolean()).map(([name, option]) => role(name, option)),
    );
    const nameOf = (one: Grant) => (one.kind === "role" ? one.role.user : "privilege" in one ? one.privilege : "");
    const grants = fc.uniqueArray(grant, { selector: nameOf });
    fc.assert(
      fc.property(grants, grants, (actual, wanted) => {
        const state = new Map(actual.map((one) => [nameOf(one), one]));
        for (const change of convergeGrants(app, actual, wanted)) {
          if (change.kind !== "grant" && change.kind !== "revoke") throw new Error(`unexpected ${change.kind}`);
          for (const one of change.grants) {
            expect(wanted).not.toContainEqual(state.get(nameOf(one)));
            if (change.kind === "grant") state.set(nameOf(one), one);
            else state.delete(nameOf(one));
          }
        }
        expect([...state.values()]).toHaveLength(wanted.length);
        expect([...state.values()]).toEqual(expect.arrayContaining(wanted));
      }),
      { numRuns: 500 },
    );
  });
});
