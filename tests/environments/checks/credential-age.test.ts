import { parseEnvironment } from "../../../environments";
import { sampleWith } from "../../support/sample-environment";
import { refusal } from "../../support/wrong-environment";

const withAge = (maxCredentialAgeDays: number, secret: Readonly<Record<string, unknown>>) =>
  sampleWith({ "appSecrets.0": { name: "shop", database: "shop", username: "shop", maxCredentialAgeDays, ...secret } });

describe("the oldest credential that is allowed", () => {
  test.each([
    ["alternating users keep a password for two rotations", "alternating-users", { everyDays: 30 }, 60],
    ["so does a single user, as its second one", "single-user", { everyDays: 30 }, 60],
    ["and a user that the admin rotates", "admin-rotated", { everyDays: 30 }, 60],
    ["hours count as parts of a day", "alternating-users", { everyHours: 4 }, 1],
    ["a calendar counts by its longest gap", "alternating-users", { cron: "0 3 ? * MON-FRI *" }, 6],
    ["a month has up to 31 days", "single-user", { cron: "0 3 1 * ? *" }, 62],
  ])("fits strategy and schedule: %s", (_, strategy, schedule, min) => {
    expect(parseEnvironment("dev", withAge(min, { strategy, schedule })).appSecrets[0]?.maxCredentialAgeDays).toBe(min);
    if (min === 1) return;
    const { problems } = refusal(() => parseEnvironment("dev", withAge(min - 1, { strategy, schedule })));
    expect(problems).toEqual([
      {
        path: "dev.appSecrets.0.maxCredentialAgeDays",
        found: String(min - 1),
        rule: expect.stringMatching(new RegExp(`^allowed: at least ${min} with this schedule`)),
      },
    ]);
  });

  test("is a day more than the interval where a password ends with the next rotation: a single user of MariaDB", () => {
    const alone = { value: "single-user", reason: "the admin cannot reach this database" };
    const onMariadb = (age: number, strategy: unknown) => ({
      ...withAge(age, { strategy, schedule: { everyDays: 29 } }),
      database: { engine: "mariadb" as const, engineVersion: "11.4" },
    });
    expect(parseEnvironment("dev", onMariadb(30, alone)).appSecrets[0]?.maxCredentialAgeDays).toBe(30);
    expect(refusal(() => parseEnvironment("dev", onMariadb(29, alone))).problems).toMatchObject([
      {
        found: "29",
        rule: expect.stringMatching(/^allowed: at least 30 with .* up to 29 days apart: a password ends/),
      },
    ]);
    for (const strategy of ["alternating-users", "admin-rotated"]) {
      expect(refusal(() => parseEnvironment("dev", onMariadb(57, strategy))).problems).toMatchObject([
        { rule: expect.stringMatching(/^allowed: at least 58 with/) },
      ]);
    }
  });
});
