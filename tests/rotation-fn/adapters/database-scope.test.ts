import { scopeOf } from "../../../rotation-fn/adapters/database-scope";

const scope = (database: string, variables: Readonly<Record<string, string>>) =>
  scopeOf(database, new Map(Object.entries(variables)));

describe("scopeOf", () => {
  it.each([
    ["0", "`Shop_Orders`.*"],
    ["1", "`shop_orders`.*"],
    ["2", "`shop_orders`.*"],
  ])("writes a name as the server prints it in a grant, with lower_case_table_names=%s", (setting, expected) => {
    expect(scope("Shop_Orders", { lower_case_table_names: setting, partial_revokes: "ON" })).toBe(expected);
  });

  it("escapes wildcards where the server has them, and only there", () => {
    expect(scope("a_b%", { lower_case_table_names: "0", partial_revokes: "OFF" })).toBe("`a\\_b\\%`.*");
    expect(scope("a_b%", { lower_case_table_names: "0" })).toBe("`a\\_b\\%`.*");
    expect(scope("a_b%", { lower_case_table_names: "0", partial_revokes: "ON" })).toBe("`a_b%`.*");
  });
});
