import { fitted, type Section } from "../../../../ops/review/report/section";

const rows = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `| ${index} | ${"x".repeat(90)} |`);
const table: Section = {
  title: "## Table",
  head: ["| a | b |", "|---|---|"],
  items: rows(100),
  what: "rows",
  isTable: true,
};
const folded: Section = { head: [], items: Array(50).fill(`- ${"y".repeat(100)}`), fold: "details", what: "resources" };

describe("a report that is longer than its limit", () => {
  it.each([3_000, 5_000, 9_000, 14_000])("keeps within %d characters, and never breaks a table or a fold", (max) => {
    const text = fitted([table, folded], "the end", max);
    expect(text.length).toBeLessThanOrEqual(max);
    expect(text.endsWith("the end")).toBe(true);
    for (const line of text.split("\n")) if (line.startsWith("|")) expect(line).toMatch(/^\|.*\|$/);
    expect(text.split("<details>").length).toBe(text.split("</details>").length);
  });

  it("says how much is not shown", () => {
    const text = fitted([table, folded], "", 5_000);
    const shown = text.split("\n").filter((line) => /^\| \d/.test(line)).length;
    expect(text).toContain(`*${100 - shown} more rows: not shown for the limit of a comment`);
  });

  it("leaves a short one as it is", () => {
    expect(fitted([table, folded], "", 60_000)).not.toContain("not shown");
  });
});
