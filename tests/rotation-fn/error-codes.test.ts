import { readFileSync } from "node:fs";
import path from "node:path";
import { ERROR_CODES } from "../../rotation-fn/errors";

const source = readFileSync(path.join(__dirname, "..", "..", "rotation-fn", "errors.ts"), "utf8");
const docstrings = new Map(
  [...source.matchAll(/^ {2}\/\*\* (.*) \*\/\n {2}"(\w+)",$/gm)].map(([, text = "", code = ""]) => [code, text]),
);

describe("ERROR_CODES", () => {
  it.each(ERROR_CODES)("says when %s is thrown, and what its cause is or that it has none", (code) => {
    expect(docstrings.get(code)).toMatch(/^\S.{20,}\. (?:Effect `\w+`\. )?(?:Cause: |No cause)/);
  });
});
