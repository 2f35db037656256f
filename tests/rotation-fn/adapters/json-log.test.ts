import fc from "fast-check";
import { jsonLog } from "../../../rotation-fn/adapters/json-log";
import { LOG_LEVELS } from "../../../rotation-fn/settings";

function logged(threshold: (typeof LOG_LEVELS)[number]) {
  const lines: string[] = [];
  return { lines, log: jsonLog(threshold, { requestId: "r-1" }, (line) => void lines.push(line)) };
}

const MEASUREMENT = {
  namespace: "N",
  dimension: { name: "Secret", value: "app" },
  metrics: [{ name: "LoginFailed", unit: "Count", value: 1 }],
  at: 1_700_000_000_000.4,
} as const;

describe("jsonLog", () => {
  it.each(LOG_LEVELS)("writes from the level %s on", (threshold) => {
    const { lines, log } = logged(threshold);
    for (const level of LOG_LEVELS) log[level]("event");
    const expected = LOG_LEVELS.slice(LOG_LEVELS.indexOf(threshold));
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(expected);
  });

  it("writes one JSON object a line, with the fields that all lines share", () => {
    const { lines, log } = logged("info");
    log.warn("event", { secretId: "app", left: undefined });
    expect(lines).toEqual(['{"level":"warn","event":"event","requestId":"r-1","secretId":"app"}']);
  });

  it("property: no value ends a line, ends the string, or turns the direction of what is read", () => {
    const nasty = fc.string({
      unit: fc.constantFrom("a", "\r", "\n", "\u0085", "\u2028", "\u2029", "\u202e", "\u061c", "\u200f", "\x1b", '"'),
    });
    fc.assert(
      fc.property(nasty, (value) => {
        const { lines, log } = logged("info");
        log.info("event", { value });
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(/^[ -~]*$/);
        expect(JSON.parse(lines[0] ?? "").value).toBe(value);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [8_000, ""],
    [8_001, "… and 1 characters more"],
    [113_000, "… and 105000 characters more"],
  ])("keeps a value of %d characters to the first 8,000, and says how many it left out", (length, more) => {
    const { lines, log } = logged("info");
    log.warn("audit", { problems: "x".repeat(length), secret: "app" });
    const { problems, secret } = JSON.parse(lines[0] ?? "{}");
    expect([problems, secret]).toEqual([`${"x".repeat(8_000)}${more}`, "app"]);
  });

  it("writes a measurement as CloudWatch's embedded metric format, whatever the level is", () => {
    const { lines, log } = logged("error");
    log.measure(MEASUREMENT);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: 1_700_000_000_000,
          CloudWatchMetrics: [
            { Namespace: "N", Dimensions: [["Secret"]], Metrics: [{ Name: "LoginFailed", Unit: "Count" }] },
          ],
        },
        Secret: "app",
        LoginFailed: 1,
        requestId: "r-1",
      },
    ]);
  });
});
