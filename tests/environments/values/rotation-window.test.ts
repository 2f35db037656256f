import { rotationWindows } from "../../../environments/values/rotation-window";
import { longestWindowHours, type Schedule } from "../../../environments/values/schedule";

const NAMES = Array.from({ length: 200 }, (_, index) => `secret-${index}`);
const windowsOf = (schedule: Schedule, windowHours: number, spread = true) =>
  // The first one keeps what it asks for; the others are of interest here.
  rotationWindows(["first", ...NAMES].map((name) => ({ name, schedule, windowHours, spread }))).slice(1);

describe("the windows of many secrets with one schedule", () => {
  const sundays = { cron: "0 3 ? * SUN *" };

  test("open one after the other inside the requested window, and close with it", () => {
    const windows = windowsOf(sundays, 4);
    const counts = new Map<string, number>();
    for (const { schedule, hours } of windows) {
      const key = `${JSON.stringify(schedule)} for ${hours} h`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([
      '{"cron":"0 3 ? * SUN *"} for 4 h',
      '{"cron":"0 4 ? * SUN *"} for 3 h',
      '{"cron":"0 5 ? * SUN *"} for 2 h',
      '{"cron":"0 6 ? * SUN *"} for 1 h',
    ]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(30);
  });

  test("are the same each time, whatever other secrets there are", () => {
    expect(windowsOf(sundays, 4)).toEqual(windowsOf(sundays, 4));
    const [, alone] = rotationWindows(
      ["first", "secret-7"].map((name) => ({ name, schedule: sundays, windowHours: 4, spread: true })),
    );
    expect(alone).toEqual(windowsOf(sundays, 4)[7]);
    // Pinned: another way to spread would rotate every secret of every environment at once.
    expect(NAMES.slice(0, 6).map((_, index) => windowsOf(sundays, 4)[index]?.hours)).toMatchInlineSnapshot(`
      [
        4,
        2,
        3,
        4,
        3,
        4,
      ]
    `);
  });

  test("stay as requested without spread, or in a window of an hour", () => {
    for (const window of windowsOf(sundays, 4, false)) expect(window).toEqual({ schedule: sundays, hours: 4 });
    for (const window of windowsOf(sundays, 1)) expect(window).toEqual({ schedule: sundays, hours: 1 });
  });
});

describe("a window that a person wrote", () => {
  const weekly = { cron: "0 3 ? * SUN *" };
  const secret = (name: string, choices: object = {}) => ({
    name,
    schedule: weekly,
    windowHours: 3,
    spread: true,
    ...choices,
  });

  test("is deployed as it is where no other secret has it", () => {
    const daily = { schedule: { everyDays: 1 } };
    for (const name of NAMES) {
      expect(rotationWindows([secret(name), secret("other", daily), secret("shorter", { windowHours: 2 })])).toEqual([
        { schedule: weekly, hours: 3 },
        { schedule: { everyDays: 1 }, hours: 3 },
        { schedule: weekly, hours: 2 },
      ]);
    }
  });

  test("stays with the first secret that has it, whichever is added behind it", () => {
    for (let count = 1; count < 20; count++) {
      expect(rotationWindows(NAMES.slice(0, count).map((name) => secret(name)))[0]).toEqual({
        schedule: weekly,
        hours: 3,
      });
    }
  });
});

describe("a rate", () => {
  test("becomes the calendar that says the same, to be moved", () => {
    const daily = windowsOf({ everyDays: 1 }, 2);
    expect(daily).toContainEqual({ schedule: { everyDays: 1 }, hours: 2 });
    expect(daily).toContainEqual({
      schedule: { cron: "0 1 * * ? *" },
      hours: 1,
    });
    expect(windowsOf({ everyHours: 8 }, 3)).toContainEqual({
      schedule: { cron: "0 2,10,18 * * ? *" },
      hours: 1,
    });
  });

  test("stays where no calendar says the same", () => {
    for (const schedule of [{ everyDays: 2 }, { everyHours: 36 }, { everyHours: 10 }]) {
      for (const window of windowsOf(schedule, 2)) expect(window).toEqual({ schedule, hours: 2 });
    }
  });
});

test("a window that was moved is still one that Secrets Manager takes", () => {
  for (const schedule of [{ everyDays: 1 }, { everyHours: 6 }, { cron: "0 0,12 * * ? *" }, { cron: "0 20 L * ? *" }]) {
    const windowHours = longestWindowHours(schedule) ?? 0;
    const windows = windowsOf(schedule, windowHours).slice(0, 30);
    for (const { schedule: moved, hours } of windows) {
      expect([moved, hours <= (longestWindowHours(moved) ?? 0)]).toEqual([moved, true]);
    }
  }
});
