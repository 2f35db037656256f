import { readFilterPattern } from "../../../../../local/aws/gateway/rewrites/filter-pattern";

const LINE = {
  outcome: "failed",
  secretId: "arn:aws:secretsmanager:us-east-1:1:secret:local/shop-a1b2c3",
  healthy: false,
  took: 12,
};
const meets = (pattern: string, message: unknown = LINE) => readFilterPattern(pattern)?.(JSON.stringify(message));

describe("a filter pattern for JSON", () => {
  test.each([
    ['{ $.outcome = "failed" }', true],
    ["{ $.outcome = failed }", true],
    ['{ $.outcome = "ok" }', false],
    ['{ $.outcome != "ok" }', true],
    ['{ $.outcome = "failed" && $.secretId = "*local/shop*" }', true],
    ['{ $.outcome = "failed" && $.secretId = "*local/jobs*" }', false],
    ['{ $.outcome = "ok" || ($.took > 10 && $.healthy IS FALSE) }', true],
    ["{ $.took <= 11 }", false],
    ["{ $.missing NOT EXISTS }", true],
    ["{ $.missing IS NULL }", false],
    ['{ $.missing = "x" }', false],
  ])("%s is %s", (pattern, expected) => {
    expect(meets(pattern)).toBe(expected);
  });

  test("is met by no line that is no JSON", () => {
    expect(readFilterPattern('{ $.a = "b" }')?.("START RequestId: 1")).toBe(false);
  });

  test.each(["", "FAILED_CONNECT", '"two words"', '{ $.a = "b"', "{ $.a LIKE b }", "{ a = b }"])(
    "%j is left to what else can read it",
    (pattern) => {
      expect(readFilterPattern(pattern)).toBeUndefined();
    },
  );
});
