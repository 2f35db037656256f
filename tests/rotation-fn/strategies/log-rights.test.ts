import type { Grant } from "../../../rotation-fn/ports/account";
import type { Log } from "../../../rotation-fn/ports/log";
import {
  logRevokedRights,
  revokeStatement,
  warnOfExcess,
  warnOfMissingObjects,
} from "../../../rotation-fn/strategies/log-rights";

const app = { user: "app", host: "%" };
const clone = { user: "app_clone", host: "%" };
const readers = { user: "readers", host: "%" };
const select = (table: string, column?: string): Grant => ({
  ...{ kind: "privilege", privilege: "SELECT", scope: `\`shop\`.\`${table}\`` },
  ...(column === undefined ? {} : { column }),
});
const tables = (count: number) => Array.from({ length: count }, (_, index) => select(`t${index}`));

/** What is logged by a function. */
function logged(write: (log: Log) => void): unknown[] {
  const lines: unknown[] = [];
  const line =
    (level: string) =>
    (...said: unknown[]) =>
      void lines.push([level, ...said]);
  write({ info: line("info"), warn: line("warn") } as unknown as Log);
  return lines;
}

describe("rights in the log", () => {
  it("that a rotation takes away are named one by one", () => {
    expect(logged((log) => logRevokedRights(log, clone, app, tables(2)))).toEqual([
      [
        "info",
        "rights-revoked",
        {
          account: "'app_clone'@'%'",
          rights: "SELECT on `shop`.`t0`, SELECT on `shop`.`t1`",
          why: "'app'@'%' does not have them",
        },
      ],
    ]);
  });

  it("on something that is gone are named with the statements that take them away", () => {
    expect(logged((log) => warnOfMissingObjects(log, app, tables(2)))).toEqual([
      [
        "warn",
        "rights-on-missing-objects",
        {
          account: "'app'@'%'",
          rights: "SELECT on `shop`.`t0`, SELECT on `shop`.`t1`",
          why: "the table, column, routine or plugin is gone, so the right is worth nothing and is not handed on",
          statement: "REVOKE SELECT ON `shop`.`t0` FROM 'app'@'%'; REVOKE SELECT ON `shop`.`t1` FROM 'app'@'%'",
        },
      ],
    ]);
  });

  it("that the admin may not take away are named with the statements for one who may", () => {
    expect(logged((log) => warnOfExcess(log, clone, app, tables(2)))).toEqual([
      [
        "warn",
        "rights-kept",
        {
          account: "'app_clone'@'%'",
          rights: "SELECT on `shop`.`t0`, SELECT on `shop`.`t1`",
          why: "'app'@'%' does not have them, and the admin may not take them away; they are not handed on",
          statement:
            "REVOKE SELECT ON `shop`.`t0` FROM 'app_clone'@'%'; REVOKE SELECT ON `shop`.`t1` FROM 'app_clone'@'%'",
        },
      ],
    ]);
  });

  it.each([
    [0, []],
    [1, [1]],
    [20, [20]],
    [41, [20, 20, 1]],
  ])("of %i make lines of 20 at the utmost", (count, lines) => {
    const each = [
      logged((log) => logRevokedRights(log, clone, app, tables(count))),
      logged((log) => warnOfMissingObjects(log, app, tables(count))),
      logged((log) => warnOfExcess(log, clone, app, tables(count))),
    ];
    for (const some of each) {
      const rights = some.map((line) => (line as [string, string, { rights: string }])[2].rights.split(", "));
      expect(rights.map(({ length }) => length)).toEqual(lines);
      expect(rights.flat()).toEqual(tables(count).map((_, index) => `SELECT on \`shop\`.\`t${index}\``));
    }
  });
});

describe("the statement that takes a right away", () => {
  it.each<[Grant, string]>([
    [select("t"), "REVOKE SELECT ON `shop`.`t` FROM 'app'@'%'"],
    [select("t", "c"), "REVOKE SELECT (`c`) ON `shop`.`t` FROM 'app'@'%'"],
    [{ kind: "dynamic", privilege: "ROLE_ADMIN", grantOption: true }, "REVOKE ROLE_ADMIN ON *.* FROM 'app'@'%'"],
    [{ kind: "role", role: readers, adminOption: true }, "REVOKE 'readers'@'%' FROM 'app'@'%'"],
    [{ kind: "proxy", of: readers, grantOption: true }, "REVOKE PROXY ON 'readers'@'%' FROM 'app'@'%'"],
    [{ kind: "restriction", privilege: "INSERT", scope: "`mysql`.*" }, "GRANT INSERT ON `mysql`.* TO 'app'@'%'"],
  ])("%j", (grant, statement) => expect(revokeStatement(grant, app)).toBe(statement));
});
