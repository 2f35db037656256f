import {
  backupWindowSchema,
  maintenanceWindowSchema,
  windowsOverlap,
} from "../../../environments/values/maintenance-window";

describe("a backup window", () => {
  test.each(["03:00-04:00", "00:00-00:30", "23:45-00:15", "04:00-03:59"])("may be %s", (text) => {
    expect(backupWindowSchema.safeParse(text).success).toBe(true);
  });

  test.each([
    ["a minute too short", "03:00-03:29"],
    ["no time at all", "03:00-03:00"],
    ["an hour that no day has", "24:00-01:00"],
    ["without leading zeros", "3:00-4:00"],
    ["three times", "03:00-04:00-05:00"],
    ["half a window", "03:00"],
    ["a weekly one", "sun:03:00-sun:04:00"],
    ["nothing", ""],
  ])("is refused as %s", (_, text) => {
    expect(backupWindowSchema.safeParse(text).success).toBe(false);
  });
});

describe("a maintenance window", () => {
  test.each(["sun:04:30-sun:05:30", "sat:23:45-sun:00:15", "mon:00:00-tue:00:00"])("may be %s", (text) => {
    expect(maintenanceWindowSchema.safeParse(text).success).toBe(true);
  });

  test.each([
    ["a minute too short", "sun:04:30-sun:04:59"],
    ["a minute too long", "mon:00:00-tue:00:01"],
    ["backwards", "sun:05:30-sun:04:30"],
    ["a day that no week has", "day:04:30-day:05:30"],
    ["a daily one", "04:30-05:30"],
    ["capitals", "Sun:04:30-Sun:05:30"],
  ])("is refused as %s", (_, text) => {
    expect(maintenanceWindowSchema.safeParse(text).success).toBe(false);
  });
});

describe("the two windows", () => {
  test.each([
    ["03:00-04:00", "sun:03:59-sun:04:30"],
    ["03:00-04:00", "wed:02:00-wed:06:00"],
    ["03:00-04:00", "wed:03:15-wed:03:45"],
    ["03:00-04:00", "thu:23:00-fri:03:01"],
    ["23:45-00:15", "sun:00:00-sun:00:30"],
    ["23:45-00:15", "sat:23:00-sat:23:50"],
    ["00:00-00:30", "sat:23:50-sun:00:20"],
  ])("%s daily and %s weekly overlap", (backup, maintenance) => {
    expect(windowsOverlap(backup, maintenance)).toBe(true);
  });

  test.each([
    ["03:00-04:00", "sun:04:00-sun:04:30"],
    ["03:00-04:00", "sun:02:30-sun:03:00"],
    ["23:45-00:15", "sun:00:15-sun:00:45"],
    ["00:30-01:00", "sat:23:50-sun:00:30"],
  ])("%s daily and %s weekly at most touch", (backup, maintenance) => {
    expect(windowsOverlap(backup, maintenance)).toBe(false);
  });

  test("are judged as a clock that ticks through the week would", () => {
    const clock = (minute: number) =>
      `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    const dated = (minute: number) => `${days[Math.floor(minute / 1440) % 7]}:${clock(minute)}`;
    for (let begin = 0; begin < 1440; begin += 97) {
      for (let other = 0; other < 7 * 1440; other += 211) {
        const [daily, weekly] = [45, 90];
        let shared = false;
        for (let tick = other; tick < other + weekly; tick += 1) {
          shared ||= ((tick % 1440) - begin + 1440) % 1440 < daily;
        }
        const texts = [`${clock(begin)}-${clock(begin + daily)}`, `${dated(other)}-${dated(other + weekly)}`] as const;
        expect([...texts, windowsOverlap(...texts)]).toEqual([...texts, shared]);
      }
    }
  });
});
