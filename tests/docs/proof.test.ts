import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROOF_PAGE, proofPage } from "../../tools/proof/page";
import { PROOF_PARTS } from "../../tools/proof/parts";
import { MAX_SECONDS, proofProblems, secondsOf } from "../../tools/proof/problems";
import { RESULTS, resultOf } from "../../tools/proof/record-proof";
import { REPOSITORY } from "../support/temporary-folder";

const measured = PROOF_PARTS.map((part) => ({ part, result: resultOf(part) }));
const missing = (files: readonly string[]): readonly string[] =>
  files.filter((file) => !existsSync(path.join(REPOSITORY, file)));

describe("docs/proof.md", () => {
  it("is what `npm run docs` writes now", () => {
    expect(readFileSync(PROOF_PAGE, "utf8")).toBe(proofPage(measured));
  });

  it("shows no figure that is out of its bounds", () => {
    const problems = measured.flatMap(({ part, result }) =>
      result === undefined ? [] : proofProblems(part, result, true).map((problem) => `${part.id}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it("took no longer than it may, all parts together", () => {
    expect(secondsOf(measured.map(({ result }) => result))).toBeLessThanOrEqual(MAX_SECONDS);
  });

  it("has a part for every result file, and one only", () => {
    const ids = PROOF_PARTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const files = existsSync(RESULTS) ? readdirSync(RESULTS) : [];
    expect(files.filter((file) => !ids.includes(file.replace(/\.json$/, "")))).toEqual([]);
  });

  it("names tests, commands and sources that exist", () => {
    const scripts = Object.keys(JSON.parse(readFileSync(path.join(REPOSITORY, "package.json"), "utf8")).scripts);
    for (const { repeat, sources, defects } of PROOF_PARTS) {
      const [, script = ""] = /^npm run ([\w:]+)/.exec(repeat) ?? [];
      expect(scripts).toContain(script);
      expect(missing([...repeat.matchAll(/\btests\/\S+/g)].map(([file]) => file))).toEqual([]);
      expect(missing([...sources, ...defects.map(({ test }) => test)])).toEqual([]);
    }
  });
});
