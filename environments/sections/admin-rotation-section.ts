import { section, wholeNumber } from "../values/rules";
import { scheduleSchema, windowProblem } from "../values/schedule";

/**
 * When RDS changes the admin's password. RDS does it without the rotation function, and this cannot be turned off.
 * By default on Sundays between 06:00 and 07:00 UTC: after maintenance, and away from the windows of the app secrets.
 */
export const adminRotationSection = section({
  /** Which days: `{ cron }`, `{ everyDays }` or `{ everyHours }`, as in an app secret. */
  schedule: scheduleSchema.prefault({ cron: "0 6 ? * SUN *" }),
  /** Length of the window. */
  windowHours: wholeNumber(1, 24, "hours").default(1),
}).superRefine((rotation, context) => {
  const problem = windowProblem(rotation);
  if (problem !== undefined) context.addIssue({ code: "custom", path: ["windowHours"], message: problem });
});
