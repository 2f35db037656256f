import { type Cron, readCron } from "../../../environments/values/cron";

function read(fields: string): Cron {
  const cron = readCron(fields);
  if (typeof cron === "string") throw new Error(`${fields}: ${cron}`);
  return cron;
}

/** The days of a month with a window. */
function daysOf(fields: string, year: number, month: number): number[] {
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: daysInMonth }, (_, index) => index + 1).filter((dayOfMonth) => {
    const weekday = new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDay() + 1;
    return read(fields).isOnDay({ month, dayOfMonth, daysInMonth, weekday });
  });
}

describe("a calendar of Secrets Manager", () => {
  // 1 June 2025 is a Sunday; the month has five Sundays and Mondays.
  test.each([
    ["every day of the month", "0 3 * * ? *", Array.from({ length: 30 }, (_, index) => index + 1)],
    ["a list", "0 3 1,15 * ? *", [1, 15]],
    ["a range with steps", "0 3 8-14/2 * ? *", [8, 10, 12, 14]],
    ["the last day", "0 3 L * ? *", [30]],
    ["Sundays by name", "0 3 ? * SUN *", [1, 8, 15, 22, 29]],
    ["Sundays by number", "0 3 ? * 1 *", [1, 8, 15, 22, 29]],
    ["a range of weekdays", "0 3 ? * FRI-SAT *", [6, 7, 13, 14, 20, 21, 27, 28]],
    ["the third Tuesday", "0 3 ? * TUE#3 *", [17]],
    ["the first Saturday, the seventh day of the month", "0 3 ? * SAT#1 *", [7]],
    ["the last Friday", "0 3 ? * FRIL *", [27]],
    ["the last Tuesday, the seventh day from the end", "0 3 ? * TUEL *", [24]],
    ["the last Friday by number", "0 3 ? * 6L *", [27]],
    ["the fifth Monday", "0 3 ? * MON#5 *", [30]],
    ["a month that it names", "0 3 1 JUN ? *", [1]],
    ["a month that it does not name", "0 3 1 JUL-DEC ? *", []],
    ["a step of months", "0 3 1 3/3 ? *", [1]],
  ])("knows %s", (_, fields, days) => {
    expect(daysOf(fields, 2025, 6)).toEqual(days);
  });

  test("knows the last day of February in leap years", () => {
    expect([daysOf("0 3 L * ? *", 2024, 2), daysOf("0 3 L * ? *", 2025, 2)]).toEqual([[29], [28]]);
  });

  test.each([
    ["0 3 * * ? *", [3]],
    ["0 16,4 * * ? *", [4, 16]],
    ["0 4/12 * * ? *", [4, 16]],
    ["0 */6 * * ? *", [0, 6, 12, 18]],
    ["0 8-18/5 * * ? *", [8, 13, 18]],
  ])("%s opens windows at %j", (fields, hours) => {
    expect(read(fields).hours).toEqual(hours);
  });
});
