import { longestWindowHours, scheduleSchema, scheduleSpan } from "../../../environments/values/schedule";

/** Walks a year of windows, hour by hour from midnight, as the rule is written in AWS's manual. */
function fitsWithinTheDay(everyHours: number, windowHours: number): boolean {
  for (let opens = 0; opens < 365 * 24; opens += everyHours) {
    if ((opens % 24) + windowHours > 24) return false;
  }
  return windowHours <= everyHours;
}

describe("longestWindowHours", () => {
  test("is the whole day for a schedule in days", () => {
    expect(longestWindowHours({ everyDays: 2 })).toBe(24);
  });

  test("is the longest that fits every window of a schedule in hours, for every such schedule up to four days", () => {
    for (let everyHours = 4; everyHours <= 96; everyHours += 1) {
      const longest = longestWindowHours({ everyHours }) ?? 0;
      expect([everyHours, fitsWithinTheDay(everyHours, longest)]).toEqual([everyHours, true]);
      expect([everyHours, fitsWithinTheDay(everyHours, longest + 1)]).toEqual([everyHours, false]);
    }
  });

  test.each([
    ["0 3 ? * SUN *", 21, "ends with the day"],
    ["0 0,4 * * ? *", 4, "ends when the next one opens"],
    ["0 0,20 * * ? *", 4, "ends with the day, which is when the next one opens"],
    ["0 23 L * ? *", 1, "is what is left of the last day of the month"],
  ])("of %s is %i hours: it %s", (cron, hours) => {
    expect(longestWindowHours({ cron })).toBe(hours);
  });

  test("is unknown where the schedule is none", () => {
    expect(longestWindowHours({ cron: "0 3 30 2 ? *" })).toBeUndefined();
    expect(longestWindowHours({ everyHours: 3 })).toBeUndefined();
  });
});

describe("scheduleSpan", () => {
  test.each([
    ["every day", { everyDays: 1 }, 24, 24],
    ["every 36 hours", { everyHours: 36 }, 36, 36],
    ["Sundays", { cron: "0 3 ? * SUN *" }, 168, 168],
    ["weekdays", { cron: "0 3 ? * MON-FRI *" }, 24, 72],
    ["twice a day, unevenly", { cron: "0 6,10 * * ? *" }, 4, 20],
    ["the first and the fifteenth", { cron: "0 3 1,15 * ? *" }, 14 * 24, 17 * 24],
    ["the 31st, which some months lack", { cron: "0 3 31 * ? *" }, 31 * 24, 61 * 24],
    ["the last day of the month, leap years or not", { cron: "0 3 L * ? *" }, 28 * 24, 31 * 24],
    ["once a year", { cron: "0 3 1 JAN ? *" }, 365 * 24, 366 * 24],
  ])("knows how far apart the windows of %s lie", (_, schedule, shortestHours, longestHours) => {
    expect(scheduleSpan(schedule)).toMatchObject({ shortestHours, longestHours });
  });
});

describe("scheduleSchema", () => {
  test.each([
    { everyDays: 1 },
    { everyDays: 999 },
    { everyHours: 4 },
    { everyHours: 23_976 },
    { cron: "0 10 * * ? *" },
    { cron: "0 4/12 * * ? *" },
    { cron: "0 */8 * * ? *" },
    { cron: "0 18 ? * SAT *" },
    { cron: "0 8 1 * ? *" },
    { cron: "0 1 ? 1/3 SUN *" },
    { cron: "0 17 L * ? *" },
    { cron: "0 8 ? * MON-FRI *" },
    { cron: "0 16 1,15 * ? *" },
    { cron: "0 0 ? * SUN#1 *" },
    { cron: "0 0 ? JAN,APR,JUL,OCT FRIL *" },
    { cron: "0 0 1-15/2 * ? *" },
  ])("takes %o", (schedule) => {
    expect(scheduleSchema.parse(schedule)).toEqual(schedule);
  });

  test.each([
    { everyDays: 0 },
    { everyDays: 1000 },
    { everyDays: 1.5 },
    { everyHours: 3 },
    { everyHours: 23_977 },
    { everyDays: 1, everyHours: 4 },
    {},
    "rate(2 days)",
    { cron: "" },
    { cron: `0 3 ${Array.from({ length: 130 }, () => 1).join(",")} * ? *` },
  ])("refuses %o", (schedule) => {
    expect(scheduleSchema.safeParse(schedule).success).toBe(false);
  });
});
