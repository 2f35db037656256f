import { readFileSync } from "node:fs";
import path from "node:path";
import { ERROR_CODES, RotationError } from "../../rotation-fn/errors";

const source = readFileSync(path.join(__dirname, "..", "..", "rotation-fn", "errors.ts"), "utf8");
const docstrings = new Map(
  [...source.matchAll(/^ {2}\/\*\* (.*) \*\/\n {2}"(\w+)",$/gm)].map(([, text = "", code = ""]) => [code, text]),
);

describe("ERROR_CODES", () => {
  it.each(ERROR_CODES)("says when %s is thrown, and what its cause is or that it has none", (code) => {
    expect(docstrings.get(code)).toMatch(/^\S.{20,}\. (?:Effect `\w+`\. )?(?:Cause: |No cause)/);
  });
});

describe("the message of an error", () => {
  it.each([
    ["an override that turns the text round", "\u202e"],
    ["an isolate", "\u2066"],
    ["an Arabic letter mark", "\u061c"],
    ["a mark of the direction", "\u200f"],
    ["a line separator", "\u2028"],
    ["a line break", "\r\n"],
    ["a C1 control", "\u0085"],
  ])("is one line that reads as it is written, whatever a part quotes: %s", (_, sign) => {
    const parts = { problem: `the user 'app${sign}nimda' is refused`, found: `a${sign}b`, allowed: sign, remedy: sign };
    const { message } = new RotationError("user_mismatch", parts);
    expect(message).toBe("the user 'app nimda' is refused; found: a b; allowed:  ; what to do:  ");
  });

  it("has a bound", () => {
    const { message } = new RotationError("user_mismatch", { problem: "x".repeat(9_000), remedy: "r" });
    expect(message).toHaveLength(4_000);
  });
});
