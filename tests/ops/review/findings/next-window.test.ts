import { dateText, nextWindow } from "../../../../ops/review/findings/next-window";

describe("the next rotation window", () => {
  it.each([
    // Windows of days open at midnight, counted from the rotation; those of hours at multiples of the hours.
    ["rate(2 days)", "2026-12-01T09:30:00Z", "Thu 2026-12-03 00:00 UTC"],
    ["rate(1 day)", "2026-12-31T23:59:00Z", "Fri 2027-01-01 00:00 UTC"],
    ["rate(6 hours)", "2026-12-01T09:30:00Z", "Tue 2026-12-01 12:00 UTC"],
    ["rate(6 hours)", "2026-12-01T12:00:00Z", "Tue 2026-12-01 18:00 UTC"],
    ["cron(0 3 ? * SUN *)", "2026-12-01T09:30:00Z", "Sun 2026-12-06 03:00 UTC"],
    ["cron(0 2,14 1 * ? *)", "2026-12-01T09:30:00Z", "Tue 2026-12-01 14:00 UTC"],
    ["cron(0 3 L * ? *)", "2027-02-01T00:00:00Z", "Sun 2027-02-28 03:00 UTC"],
  ])("of %s after %s opens %s", (schedule, after, expected) => {
    const next = nextWindow(schedule, new Date(after));
    expect(next === undefined ? undefined : dateText(next)).toBe(expected);
  });

  it("is not guessed for a schedule that cannot be read", () => {
    expect(nextWindow("at(2026-12-01T09:30:00)", new Date())).toBeUndefined();
    expect(nextWindow("cron(0 3 30 2 ? *)", new Date("2026-12-01T00:00:00Z"))).toBeUndefined();
  });
});
