import { longestWindowHours, scheduleSchema } from "../../environments/schedule";

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
      const longest = longestWindowHours({ everyHours });
      expect([everyHours, fitsWithinTheDay(everyHours, longest)]).toEqual([everyHours, true]);
      expect([everyHours, fitsWithinTheDay(everyHours, longest + 1)]).toEqual([everyHours, false]);
    }
  });
});

describe("scheduleSchema", () => {
  test.each([{ everyDays: 1 }, { everyDays: 999 }, { everyHours: 4 }, { everyHours: 23_976 }])(
    "takes %o",
    (schedule) => {
      expect(scheduleSchema.parse(schedule)).toEqual(schedule);
    },
  );

  test.each([
    { everyDays: 0 },
    { everyDays: 1000 },
    { everyDays: 1.5 },
    { everyHours: 3 },
    { everyHours: 23_977 },
    { everyDays: 1, everyHours: 4 },
    {},
    "rate(2 days)",
  ])("refuses %o", (schedule) => {
    expect(scheduleSchema.safeParse(schedule).success).toBe(false);
  });
});
