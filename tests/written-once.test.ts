import { equalRuns } from "./source-rules/equal-runs";
import { allSources } from "./source-rules/sources";

test("no run of 12 or more equal lines stands in two places outside the tests", () => {
  const sources = allSources().filter(({ file }) => !file.startsWith("tests/"));
  expect(sources.length).toBeGreaterThan(300);
  expect(equalRuns(sources)).toEqual([]);
});

describe("equalRuns", () => {
  const lines = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `line ${from + index}`);
  const file = (name: string, ...parts: readonly string[]) => ({ file: name, source: parts.join("\n") });

  it("finds a run once, however long it is, and says where both begin", () => {
    const sources = [file("a.ts", "// a", ...lines(20)), file("b.ts", ...lines(20))];
    expect(equalRuns(sources)).toEqual(["a.ts:2 and b.ts:1 hold 12 or more equal lines"]);
  });

  it("finds a run that stands twice in one file", () => {
    expect(equalRuns([file("a.ts", ...lines(12), "// between", ...lines(12))])).toHaveLength(1);
  });

  it("compares without indentation and blank lines", () => {
    const spaced = lines(12).flatMap((line) => [`    ${line}`, ""]);
    expect(equalRuns([file("a.ts", ...lines(12)), file("b.ts", ...spaced)])).toHaveLength(1);
  });

  it("accepts eleven equal lines", () => {
    expect(equalRuns([file("a.ts", ...lines(11)), file("b.ts", ...lines(11))])).toEqual([]);
  });

  it("does not count imports", () => {
    const imports = [
      ...lines(8).map((name) => `import { a } from "./${name}";`),
      "import {",
      "  b,",
      "  c,",
      '} from "./d";',
    ];
    const sources = ["a.ts", "b.ts"].map((name) => file(name, ...imports, ...lines(6)));
    expect(equalRuns(sources)).toEqual([]);
  });
});
