import { atMost } from "../../../bench/report/goals";
import { goalsMarkdown, markdownTable } from "../../../bench/report/markdown";
import { numbers, words } from "../../../bench/report/table";
import { goalsText, measuredText } from "../../../bench/report/text";

const COLUMNS = [words("step"), numbers("ms")];

describe("a table as text", () => {
  it("has its title above, and below it how often it was run, the notes and the machine", () => {
    const table = { title: "Warm", columns: COLUMNS, rows: [["load", "9"]], howOften: "Twice.", notes: ["Idle."] };
    expect(measuredText({ engines: [], tables: [table], goals: [], figures: 0 }, "2 cores")).toBe(
      ["Warm", "", "  step  ms", "  ────  ──", "  load   9", "", "  Twice.", "  Idle.", "  2 cores"].join("\n"),
    );
  });
});

describe("a table as Markdown", () => {
  it("is padded, with numbers to the right", () => {
    expect(markdownTable(COLUMNS, [["load", "1,234"]])).toBe(
      ["| step |    ms |", "| ---- | ----: |", "| load | 1,234 |"].join("\n"),
    );
  });

  it("escapes what would end a cell, and leaves a missing cell empty", () => {
    expect(markdownTable(COLUMNS, [["a|b"]])).toBe(["| step |  ms |", "| ---- | --: |", "| a\\|b |     |"].join("\n"));
  });
});

describe("a goal", () => {
  it("is met at its limit and missed above it", () => {
    expect(atMost("calls", 11, 11, "count")).toEqual({
      what: "calls",
      wanted: "at most 11",
      found: "11",
      met: true,
      kind: "count",
    });
    expect(atMost("load", 100, 100.2, "machine", " ms")).toMatchObject({ found: "100.2 ms", met: false });
  });

  it("that was not measured is missed", () => {
    expect(atMost("load", 100, Number.NaN, "machine").met).toBe(false);
  });

  it("stands in a table whose last column says met or MISSED", () => {
    const goals = [atMost("calls", 11, 11, "count"), atMost("calls", 11, 12, "count")];
    expect(goalsText(goals)).toMatch(/11 {5}met\n.*12 {5}MISSED$/);
    expect(goalsMarkdown(goals)).toMatch(/\| 12 +\| MISSED \|$/);
  });
});
