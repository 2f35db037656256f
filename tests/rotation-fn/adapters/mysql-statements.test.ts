import { statementFor } from "../../../rotation-fn/adapters/mysql-statements";

describe("the statement for a change of a password", () => {
  const change = { kind: "change-password", account: { user: "app", host: "10.%" }, password: "n'e\\w" } as const;

  it("says what becomes of the old one", () => {
    expect(statementFor({ ...change, second: "kept" })).toBe("ALTER USER `app`@`10.%` IDENTIFIED BY 'n''e\\\\w'");
    expect(statementFor({ ...change, second: "replaced" })).toBe(
      "ALTER USER `app`@`10.%` IDENTIFIED BY 'n''e\\\\w' RETAIN CURRENT PASSWORD",
    );
  });

  it("names the one that it replaces, where the server is to compare", () => {
    expect(statementFor({ ...change, second: "replaced", replacing: "o'l\\d" })).toBe(
      "ALTER USER `app`@`10.%` IDENTIFIED BY 'n''e\\\\w' REPLACE 'o''l\\\\d' RETAIN CURRENT PASSWORD",
    );
  });
});
