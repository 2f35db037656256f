import { windowAfter } from "../../../../../local/aws/secrets-manager/rotation/next-rotation";
import { readRotationRules } from "../../../../../local/aws/secrets-manager/rotation/rules";

const AFTER = Date.parse("2026-03-10T14:30:00Z");

/** API_RotationRulesType, Duration and ScheduleExpression: when windows open, and when they close by themselves. */
test.each([
  ["days close at the end of the UTC day", { AutomaticallyAfterDays: 2 }, "03-12T00:00:00", "03-12T23:59:59"],
  ["days with a window", { AutomaticallyAfterDays: 2, Duration: "3h" }, "03-12T00:00:00", "03-12T03:00:00"],
  [
    "a rate of days opens at midnight",
    { ScheduleExpression: "rate(10 days)", Duration: "2h" },
    "03-20T00:00:00",
    "03-20T02:00:00",
  ],
  ["a rate of one day", { ScheduleExpression: "rate(1 day)" }, "03-11T00:00:00", "03-11T23:59:59"],
  [
    "a rate of hours counts from midnight and closes after one",
    { ScheduleExpression: "rate(4 hours)" },
    "03-10T16:00:00",
    "03-10T17:00:00",
  ],
  [
    "a rate of hours over midnight",
    { ScheduleExpression: "rate(12 hours)", Duration: "6h" },
    "03-11T00:00:00",
    "03-11T06:00:00",
  ],
  [
    "cron in days closes with the day",
    { ScheduleExpression: "cron(0 3 ? * SUN *)" },
    "03-15T03:00:00",
    "03-15T23:59:59",
  ],
  ["cron in hours closes after one", { ScheduleExpression: "cron(0 0/8 * * ? *)" }, "03-10T16:00:00", "03-10T17:00:00"],
])("%s", (_name, input, opens, closes) => {
  const rules = readRotationRules(input);
  const window = rules && windowAfter(rules, AFTER);
  const text = (moment = 0) => new Date(moment).toISOString().slice(5, 19);
  expect([text(window?.opensAt), text(window?.closesAt)]).toEqual([opens, closes]);
});

test("no rules are no change, and a window alone is refused", () => {
  expect(readRotationRules({})).toBeUndefined();
  expect(() => readRotationRules({ Duration: "2h" })).toThrow("needs AutomaticallyAfterDays or ScheduleExpression");
});
