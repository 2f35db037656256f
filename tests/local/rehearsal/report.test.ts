import { reportText } from "../../../local/rehearsal/report";
import { syntheticRecord } from "./synthetic-record";

describe("reportText", () => {
  const lines = reportText(syntheticRecord()).split("\n");

  it("has a row per rotation with step times, cost, users and labels before and after", () => {
    const rows = lines.filter((line) => /^ +[123] /.test(line)).map((line) => line.trim().split(/ {2,}/));
    expect(rows).toHaveLength(6);
    expect(rows[0]).toEqual([
      "1",
      "50 ms",
      "110 ms",
      "50 ms",
      "40 ms",
      "300 ms",
      "11",
      "3",
      "orders → orders_clone",
      "– → orders",
    ]);
    expect(rows[1]?.slice(-2)).toEqual(["orders_clone → orders", "orders → orders_clone"]);
  });

  it("fits into 120 columns", () => {
    expect(lines.filter((line) => line.startsWith("  ") && line.length > 120)).toEqual([]);
  });

  it("says how many logins there were, the oldest credential that worked, and the result last", () => {
    const text = lines.join("\n");
    expect(text).toMatch(/: one of \w+, 1\.\d+ s after it stopped being AWSCURRENT \(report of \S+-app\)/);
    expect(text).toContain("counted 1,000 connections (1,000 expected) and 0 aborted ones");
    expect(lines.at(-1)).toBe("6 rotations, 1,440 logins, 0 failed.");
  });

  it("ends with every problem when there is one", () => {
    const text = reportText(syntheticRecord({ failLogin: 4, failRotation: 2 }));
    expect(text).toMatch(
      /5 rotations, 1,440 logins, 1 failed\.\n✖ rotation 2 of orders-app failed: .*\n✖ 1 login of web-1 .*$/,
    );
    expect(text).toMatch(/^ +2 .* failed +7 +2 /m);
  });
});
