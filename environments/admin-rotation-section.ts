import { rule, section, wholeNumber } from "./rules";
import { longestWindowHours, scheduleSchema } from "./schedule";

/**
 * When RDS changes the admin's password. RDS itself does the work, without the rotation function, and cannot be told to leave it.
 * By default on Sundays between 06:00 and 07:00 UTC: after maintenance, and far from the app secrets' own windows.
 */
export const adminRotationSection = section({
  /** Which days: `{ cron }`, `{ everyDays }` or `{ everyHours }`, as in an app secret. */
  schedule: scheduleSchema.prefault({ cron: "0 6 ? * SUN *" }),
  /** How long the window stays open. */
  windowHours: wholeNumber(1, 24, "hours").default(1),
}).superRefine(({ schedule, windowHours }, context) => {
  const longest = longestWindowHours(schedule);
  if (longest === undefined || windowHours <= longest) return;
  context.addIssue({
    code: "custom",
    path: ["windowHours"],
    message: rule(
      `1 to ${longest} with this schedule: a window ends within the UTC day it opens in and before the next one opens`,
      "shorten the window or change the schedule",
    ),
  });
});
