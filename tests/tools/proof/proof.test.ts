import { writeFileSync } from "node:fs";
import path from "node:path";
import { proofPage } from "../../../tools/proof/page";
import { proofProblems, secondsOf } from "../../../tools/proof/problems";
import type { ProofPart, ProofResult } from "../../../tools/proof/proof-part";
import { recordProof } from "../../../tools/proof/record-proof";
import { sourceDigest } from "../../../tools/proof/source-digest";
import { temporaryFolder } from "../../support/temporary-folder";

const PART: ProofPart = {
  id: "sample",
  title: "A sample, measured",
  tried: "Samples are tried.",
  figures: [
    { key: "histories", title: "histories", min: 10_000 },
    { key: "violations", title: "violations", max: 0 },
    { key: "gapMs", title: "ms of the longest gap" },
  ],
  defects: [{ what: "A sample was lost", test: "tests/sample.test.ts" }],
  repeat: "npm run test:slow -- tests/sample.slow.test.ts",
  sources: ["rotation-fn"],
};
const RESULT: ProofResult = {
  measuredOn: "2026-01-02",
  seconds: 42,
  sourceDigest: "0123456789ab",
  figures: { histories: 12_345, violations: 0, gapMs: 17 },
  versions: { node: "22.1.0", MySQL: "9.7.4" },
};

describe("proofPage", () => {
  it("shows figures with bounds, versions, defects with their tests, and how to repeat", () => {
    const page = proofPage([{ part: PART, result: RESULT }]);
    expect(page).toContain(
      "| [A sample, measured](#a-sample-measured) | 12,345 histories, 0 violations, 17 ms of the longest gap | 2026-01-02 |",
    );
    expect(page).toContain("| histories | 12,345 | at least 10,000 | met |");
    expect(page).toContain("| ms of the longest gap | 17 |  |  |");
    expect(page).toContain("Measured on 2026-01-02 in 42 s, with node 22.1.0, MySQL 9.7.4.");
    expect(page).toContain("- A sample was lost (`tests/sample.test.ts`)");
    expect(page).toContain("Repeat: `npm run test:slow -- tests/sample.slow.test.ts`");
  });

  it("says what all parts took together, in minutes that have begun", () => {
    const measured = (seconds: number) => ({ part: PART, result: { ...RESULT, seconds } });
    expect(proofPage([measured(61), measured(60), { part: PART, result: undefined }])).toContain(
      "All together, one part after the other on two cores: 3 minutes, of at most 40.",
    );
    expect(secondsOf([RESULT, undefined, RESULT])).toBe(84);
  });

  it("says of a part without a result that it is not measured", () => {
    expect(proofPage([{ part: PART, result: undefined }])).toContain("| not measured yet | – |");
  });

  it("marks a figure that is out of its bounds", () => {
    const result = { ...RESULT, figures: { ...RESULT.figures, violations: 3 } };
    expect(proofPage([{ part: PART, result }])).toContain("3 violations (MISSED)");
  });
});

describe("proofProblems", () => {
  it("finds nothing in a result that is complete, within its bounds and of this code", () => {
    expect(proofProblems(PART, RESULT, true)).toEqual([]);
  });

  it("names what is missing, out of bounds, or of older code", () => {
    expect(proofProblems(PART, undefined, false)).toEqual(["not measured yet"]);
    expect(proofProblems(PART, { ...RESULT, figures: { histories: 9_999, violations: 0 } }, false)).toEqual([
      "histories: found 9999, allowed: 10000 to ",
      "gapMs: found nothing, allowed:  to ",
      "measured on 2026-01-02 with older code",
    ]);
  });
});

describe("recordProof", () => {
  it("refuses figures that the part does not declare, and a part that does not exist", () => {
    const startedAt = performance.now();
    expect(() => recordProof("two-faults", { figures: { histories: 1 }, startedAt })).toThrow(
      "the part two-faults declares the figures histories, threeFaults, violations; found: histories",
    );
    expect(() => recordProof("no-such-part", { figures: {}, startedAt })).toThrow("there is no part no-such-part");
  });
});

describe("sourceDigest", () => {
  it("changes with a source, and not with other files", () => {
    const folder = temporaryFolder();
    const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
    const digest = () => sourceDigest(folder, ["."]);
    write("a.ts", "one");
    const before = digest();
    write("notes.md", "text");
    expect(digest()).toBe(before);
    write("a.ts", "two");
    expect(digest()).not.toBe(before);
    write("a.ts", "one");
    expect(digest()).toBe(before);
  });

  it("does not change with a comment, a type or white space", () => {
    const folder = temporaryFolder();
    const digest = (text: string) => {
      writeFileSync(path.join(folder, "a.ts"), text);
      return sourceDigest(folder, ["a.ts"]);
    };
    const before = digest("export const limit = (ms: number) => ms * 2;");
    expect(digest("/** In ms. */\nexport const limit = (ms: bigint | number) =>\n  ms * 2; // doubled\n")).toBe(before);
    expect(digest("export const limit = (ms: number) => ms * 3;")).not.toBe(before);
  });
});
