import { outcomeLine } from "../../../bench/world/outcome-lines";
import { lambdaNodeOptions } from "../../../bench/world/own-function";
import { statementKind } from "../../../bench/world/statement-log";

describe("the kind of a statement", () => {
  it.each([
    ["SHOW CREATE USER 'a'@'%'", "SHOW CREATE USER"],
    ["SHOW GRANTS FOR 'a'@'%'", "SHOW GRANTS"],
    ["ALTER USER 'a'@'%' IDENTIFIED BY <secret>", "ALTER USER"],
    ["SET ROLE ALL", "SET ROLE"],
    ["SET PASSWORD FOR 'a' = <secret>", "SET PASSWORD"],
    ["SET SESSION sql_mode = ''", "SET"],
    ["SELECT CURRENT_USER(), VERSION()", "SELECT"],
    ["GRANT SELECT ON `a`.* TO 'b'@'%'", "GRANT"],
    ["commit", "COMMIT"],
  ])("of %s is %s", (statement, kind) => {
    expect(statementKind(statement)).toBe(kind);
  });
});

describe("a line of the function's log", () => {
  const LINE = { event: "step", outcome: "ok", apiCalls: 4, logins: 2, failedLogins: 0, statements: 12 };

  it("that ends an invocation says what it cost", () => {
    expect(outcomeLine(JSON.stringify({ level: "info", ...LINE }))).toEqual(LINE);
  });

  it.each([
    "",
    "Error: x",
    "null",
    '"text"',
    '{"event":"account-converged"}',
    JSON.stringify({ ...LINE, logins: "two" }),
  ])("is nothing else: %s", (line) => {
    expect(outcomeLine(line)).toBeUndefined();
  });
});

describe("the limits of Node's heap", () => {
  it("are those that Lambda sets: a tenth for new objects, in two halves, and the rest", () => {
    expect(lambdaNodeOptions(128)).toBe("--max-semi-space-size=6 --max-old-space-size=116");
  });
});
