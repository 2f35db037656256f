import { section, wholeNumber } from "../values/rules";
import { scheduleSchema, windowProblem } from "../values/schedule";

/**
 * When RDS changes the admin's password. RDS itself does the work, without the rotation function, and cannot be told to leave it.
 * By default on Sundays between 06:00 and 07:00 UTC: after maintenance, and far from the app secrets' own windows.
 */
export const adminRotationSection = section({
  /** Which days: `{ cron }`, `{ everyDays }` or `{ everyHours }`, as in an app secret. */
  schedule: scheduleSchema.prefault({ cron: "0 6 ? * SUN *" }),
  /** How long the window stays open. */
  windowHours: wholeNumber(1, 24, "hours").default(1),
}).superRefine((rotation, context) => {
  const problem = windowProblem(rotation);
  if (problem !== undefined) context.addIssue({ code: "custom", path: ["windowHours"], message: problem });
});
