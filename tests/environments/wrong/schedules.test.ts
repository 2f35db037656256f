import { mistake, refusesEach } from "../../support/wrong-environment";

const SCHEDULE = "appSecrets.0.schedule";
const CRON = `${SCHEDULE}.cron`;
/** Where a mistake is reported when what is wrong has a default. */
const atWindow = { reportedAt: "appSecrets.0.windowHours", found: "nothing" };

describe("the schedule of an app secret", () => {
  refusesEach([
    mistake("three hours", `${SCHEDULE}.everyHours`, 3, "a whole number of hours from 4 to 23976"),
    mistake("three years", `${SCHEDULE}.everyDays`, 1095, "a whole number of days from 1 to 999"),
    mistake("words", SCHEDULE, "rate(2 days)", "{ everyDays: 1 to 999 } or { everyHours: 4 to 23976 }"),
    mistake("two schedules", SCHEDULE, { everyDays: 2, cron: "0 3 * * ? *" }, "{ everyDays: 1 to 999 } or {", {
      found: "an object with everyDays, cron",
    }),
    mistake("a window in words", "appSecrets.0.windowHours", "2h", "a whole number of hours from 1 to 24"),
    mistake(
      "a window past midnight",
      `${SCHEDULE}.everyHours`,
      5,
      "1 to 1 with this schedule: a window ends",
      atWindow,
    ),
    mistake("a window past midnight, by calendar", CRON, "0 23 * * ? *", "1 to 1 with this schedule", atWindow),
    mistake("a spread in words", "appSecrets.0.spread", "yes", "true or false"),
  ]);
});

describe("the calendar of an app secret", () => {
  refusesEach([
    mistake("the cron() around the fields", CRON, "cron(0 3 * * ? *)", "six fields with one blank between"),
    mistake("five fields, as Unix has", CRON, "0 3 * * SUN", "six fields with one blank between: minutes, hours"),
    mistake("minutes", CRON, "30 3 * * ? *", "0 as the minutes and * as the year"),
    mistake("a year", CRON, "0 3 * * ? 2030", "0 as the minutes and * as the year"),
    mistake("both days", CRON, "0 1 * 1/3 SUN *", "? as one of day of month and day of week, and only as one"),
    mistake("neither day", CRON, "0 1 ? * ? *", "? as one of day of month and day of week, and only as one"),
    mistake("an hour that no day has", CRON, "0 24 * * ? *", "hours from 0 to 23, as *, one, a list (a,b)"),
    mistake("hours from late to early", CRON, "0 22-4 * * ? *", "hours from 0 to 23, as *, one"),
    mistake("a month that no year has", CRON, "0 3 1 MAI ? *", "months from 1 to 12 or JAN to DEC, as *"),
    mistake("a weekday in small letters", CRON, "0 3 ? * sun *", "weekdays from 1 to 7 or SUN to SAT, as *"),
    mistake("an eighth weekday", CRON, "0 3 ? * 8L *", "a weekday, 1 to 7 or SUN to SAT, before # or L"),
    mistake("a sixth Monday", CRON, "0 3 ? * MON#6 *", "weekdays from 1 to 7 or SUN to SAT"),
    mistake("W, which other crons have", CRON, "0 3 15W * ? *", "a day of the month without W, which Secrets"),
    mistake("a weekday as the day of the month", CRON, "0 3 SUNL * ? *", "L alone as the day of the month, or behind"),
    mistake("the last day of a list", CRON, "0 3 1,15,L * ? *", "L alone as the day of the month, or behind"),
    mistake("L that may be Saturday", CRON, "0 3 ? * L *", "L alone as the day of the month, or behind a weekday"),
    mistake(
      "every second day, which starts anew every month",
      CRON,
      "0 3 1/2 * ? *",
      "steps of days that come out even; 1/2 does not, it starts anew every month; what to do: write the days out, if that " +
        "is what you want: 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31",
    ),
    mistake("every tenth hour, which starts anew every day", CRON, "0 2/10 * * ? *", "it starts anew every day"),
    mistake("every fifth month", CRON, "0 3 1 1/5 ? *", "1/5 does not, it starts anew every year; what to do: write"),
    mistake("steps of nothing", CRON, "0 0/0 * * ? *", "hours from 0 to 23, as *"),
    mistake("every hour", CRON, "0 * * * ? *", "at least 4 hours between two windows, here are 1"),
    mistake("hours too near over midnight", CRON, "0 2,23 * * ? *", "at least 4 hours between two windows, here are 3"),
    mistake("a day that no year has", CRON, "0 3 30 2 ? *", "at most 366 days between two, this one has none"),
    mistake("leap days", CRON, "0 3 29 2 ? *", "at most 366 days between two, here are up to 1461"),
    mistake("a number", CRON, 3, "{ everyDays: 1 to 999 } or {", {
      reportedAt: SCHEDULE,
      found: "an object with cron",
    }),
  ]);
});

describe("the age of credentials", () => {
  const AGE = "appSecrets.0.maxCredentialAgeDays";
  refusesEach([
    mistake(
      "a pair that rotates every two days",
      AGE,
      3,
      "at least 4 with this schedule, whose rotations lie up to 2 days apart: a password lives for two of " +
        "them; what to do: rotate more often than every 2 days, or allow an older credential than 3 days",
    ),
    mistake("half a day", AGE, 0.5, "a whole number of days from 1 to 3650"),
  ]);
});
