import { countsOf, type MutationReport, reportTable, scoreOf, survivorLines } from "../../../tools/mutation/report";

const at = (line: number, from: number, to: number) => ({
  start: { line, column: from },
  end: { line, column: to },
});
const REPORT: MutationReport = {
  files: {
    "a.ts": {
      source: "if (one)\n  two();",
      mutants: [
        { mutatorName: "ConditionalExpression", status: "Killed", replacement: "true", location: at(1, 5, 8) },
        { mutatorName: "ConditionalExpression", status: "Survived", replacement: "false", location: at(1, 5, 8) },
        { mutatorName: "BlockStatement", status: "NoCoverage", replacement: "{}", location: at(2, 3, 9) },
        { mutatorName: "BooleanLiteral", status: "Ignored", location: at(1, 5, 8) },
        { mutatorName: "BooleanLiteral", status: "Timeout", location: at(1, 5, 8) },
      ],
    },
    "b.ts": { source: "", mutants: [] },
    "c.ts": {
      source: [
        "// A mutant survives: nobody looks.",
        "// And something else.",
        "one();",
        "two();",
        "// A mutant survives: too far away.",
        "",
        "three();",
      ].join("\n"),
      mutants: [3, 4, 7].map((line) => ({
        ...{ mutatorName: "CallExpression", status: "Survived", replacement: "" },
        location: at(line, 1, 4),
      })),
    },
  },
};

describe("the report of mutation testing", () => {
  it("counts an untested mutant as survived, an endless one as killed, one that is left out apart", () => {
    const counts = { mutants: 4, killed: 2, survived: 2, unexplained: 2, leftOut: 1 };
    expect(countsOf(REPORT, ["a.ts"])).toEqual(counts);
  });

  it("names each survivor with its place and the change", () => {
    expect(survivorLines(REPORT, ["a.ts", "b.ts"])).toEqual([
      "a.ts:1: one -> false",
      "a.ts:2: two(); -> {} (no test runs it)",
    ]);
  });

  it("takes a survivor for explained where the comments right above its line say why", () => {
    expect(countsOf(REPORT, ["c.ts"])).toMatchObject({ survived: 3, unexplained: 2 });
    expect(survivorLines(REPORT, ["c.ts"])).toEqual([
      "c.ts:3: one ->  (explained there)",
      "c.ts:4: two -> ",
      "c.ts:7: thr -> ",
    ]);
  });

  it("never rounds a score up to its bound", () => {
    expect(scoreOf({ mutants: 10_000, killed: 9_499 })).toBe(94.9);
    expect(scoreOf({ mutants: 0, killed: 0 })).toBe(100);
  });

  it("has a row for each file and one for all", () => {
    expect(reportTable(REPORT, ["a.ts", "b.ts"]).split("\n").slice(2)).toEqual([
      "  a.ts        4       2         2            2         1   50.0 %",
      "  b.ts        0       0         0            0         0  100.0 %",
      "  all         4       2         2            2         1   50.0 %",
    ]);
  });
});
