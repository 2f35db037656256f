import { parseGrants } from "../../../rotation-fn/adapters/mysql-grants";
import type { Grant } from "../../../rotation-fn/ports/account";

const privileges = (grants: readonly Grant[], scope: string) =>
  grants.flatMap((grant) => (grant.kind === "privilege" && grant.scope === scope ? [grant.privilege] : []));

describe("parseGrants", () => {
  it("reads static privileges of every scope, with names that hold quotes, blanks and TO", () => {
    expect(
      parseGrants([
        "GRANT SELECT, CREATE TEMPORARY TABLES ON *.* TO `app`@`%`",
        "GRANT SELECT ON `my\\_db`.* TO `app`@`%`",
        "GRANT INSERT ON `we``ird TO db`.`a ON b` TO `app`@`10.%`",
        "GRANT EXECUTE, ALTER ROUTINE ON PROCEDURE `d`.`p` TO `app`@`%`",
        "GRANT EXECUTE ON FUNCTION `d`.`f` TO `app`@`%`",
      ]),
    ).toEqual([
      { kind: "privilege", privilege: "SELECT", scope: "*.*" },
      { kind: "privilege", privilege: "CREATE TEMPORARY TABLES", scope: "*.*" },
      { kind: "privilege", privilege: "SELECT", scope: "`my\\_db`.*" },
      { kind: "privilege", privilege: "INSERT", scope: "`we``ird TO db`.`a ON b`" },
      { kind: "privilege", privilege: "EXECUTE", scope: "PROCEDURE `d`.`p`" },
      { kind: "privilege", privilege: "ALTER ROUTINE", scope: "PROCEDURE `d`.`p`" },
      { kind: "privilege", privilege: "EXECUTE", scope: "FUNCTION `d`.`f`" },
    ]);
  });

  it("makes one grant of each column", () => {
    expect(parseGrants(["GRANT DELETE, SELECT (`a`, `b)`), INSERT (`a`) ON `d`.`t` TO `app`@`%`"])).toEqual([
      { kind: "privilege", privilege: "DELETE", scope: "`d`.`t`" },
      { kind: "privilege", privilege: "SELECT", scope: "`d`.`t`", column: "a" },
      { kind: "privilege", privilege: "SELECT", scope: "`d`.`t`", column: "b)" },
      { kind: "privilege", privilege: "INSERT", scope: "`d`.`t`", column: "a" },
    ]);
  });

  it("reads no grant out of USAGE, and GRANT OPTION as a grant of its scope", () => {
    expect(parseGrants(["GRANT USAGE ON *.* TO `app`@`%`"])).toEqual([]);
    expect(parseGrants(["GRANT USAGE ON `d`.* TO `app`@`%` WITH GRANT OPTION"])).toEqual([
      { kind: "privilege", privilege: "GRANT OPTION", scope: "`d`.*" },
    ]);
  });

  it("spells ALL PRIVILEGES out, longer for a database than for a table", () => {
    const grants = parseGrants([
      "GRANT ALL PRIVILEGES ON `d`.* TO `app`@`%` WITH GRANT OPTION",
      "GRANT ALL PRIVILEGES ON `d`.`t` TO `app`@`%`",
    ]);
    expect(privileges(grants, "`d`.*")).toHaveLength(18 + 1);
    expect(privileges(grants, "`d`.*")).toEqual(expect.arrayContaining(["LOCK TABLES", "EVENT", "GRANT OPTION"]));
    expect(privileges(grants, "`d`.`t`")).toHaveLength(12);
  });

  it("keeps the grant option of dynamic privileges apart from that of static ones", () => {
    expect(parseGrants(["GRANT ROLE_ADMIN,XA_RECOVER_ADMIN ON *.* TO `app`@`%` WITH GRANT OPTION"])).toEqual([
      { kind: "dynamic", privilege: "ROLE_ADMIN", grantOption: true },
      { kind: "dynamic", privilege: "XA_RECOVER_ADMIN", grantOption: true },
    ]);
  });

  it("reads roles with ADMIN OPTION, proxies and partial revokes", () => {
    expect(
      parseGrants([
        "GRANT `r1`@`%`,`r2`@`10.0.0.1` TO `app`@`%` WITH ADMIN OPTION",
        "GRANT PROXY ON `x`@`%` TO `app`@`%` WITH GRANT OPTION",
        "REVOKE INSERT, UPDATE ON `mysql`.* FROM `app`@`%`",
      ]),
    ).toEqual([
      { kind: "role", role: { user: "r1", host: "%" }, adminOption: true },
      { kind: "role", role: { user: "r2", host: "10.0.0.1" }, adminOption: true },
      { kind: "proxy", of: { user: "x", host: "%" }, grantOption: true },
      { kind: "restriction", privilege: "INSERT", scope: "`mysql`.*" },
      { kind: "restriction", privilege: "UPDATE", scope: "`mysql`.*" },
    ]);
  });

  it.each([
    "SET DEFAULT ROLE `r` FOR `app`@`%`",
    "GRANT SELECT TO `app`@`%`",
    "GRANT SELECT ON `d` TO `app`@`%`",
    "GRANT",
  ])("refuses a row that it does not understand: %s", (row) => {
    expect(() => parseGrants([row])).toThrow(expect.objectContaining({ code: "unsupported_account" }));
  });
});
