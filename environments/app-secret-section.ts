import { z } from "zod";
import { appUserNameProblem, databaseNameProblem } from "./account-names";
import { oneOf, rule, section, text, wholeNumber, within, yesOrNo } from "./rules";
import { longestWindowHours, scheduleSchema } from "./schedule";
import { safeUnlessReason } from "./weakened";

/** Privileges that MySQL grants on one database. GRANT OPTION is left out: an app user does not hand rights on. */
export const DATABASE_PRIVILEGES = [
  "SELECT",
  "INSERT",
  "UPDATE",
  "DELETE",
  "CREATE",
  "DROP",
  "REFERENCES",
  "INDEX",
  "ALTER",
  "CREATE TEMPORARY TABLES",
  "LOCK TABLES",
  "EXECUTE",
  "CREATE VIEW",
  "SHOW VIEW",
  "CREATE ROUTINE",
  "ALTER ROUTINE",
  "EVENT",
  "TRIGGER",
] as const;

/** How a secret is rotated. The function of this version knows the first. */
export const STRATEGIES = ["alternating-users", "single-user", "admin-rotated"] as const;
const IMPLEMENTED_STRATEGY = "alternating-users";

const checkedName = (what: string, problemOf: (name: string) => string | undefined) =>
  z.string({ error: rule(`${what}, as text`, `write ${what}`) }).superRefine((found, context) => {
    const problem = problemOf(found);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

const somePrivileges = rule("a list of at least one privilege", "name what the application does with its database");

/** One app secret: a user of one database, whose password changes by itself. */
export const appSecretSection = section({
  /**
   * The last part of the secret's name, `<environment>/<name>`. AWS adds a hyphen and six characters to make the ARN, and
   * asks that no name ends like that: https://docs.aws.amazon.com/secretsmanager/latest/userguide/create_secret.html
   */
  name: text(
    /^(?!.*-[a-z0-9]{6}$)[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
    "1 to 40 lower-case letters, digits and hyphens, beginning with a letter, not ending in a hyphen and six characters",
    "choose another name: such an ending looks like the end of an ARN to Secrets Manager",
  ),
  database: checkedName("the name of a database", databaseNameProblem),
  username: checkedName("the name of the app user", appUserNameProblem),
  /** Where the app user may come from, as MySQL writes it. */
  userHost: text(
    /^[A-Za-z0-9._%:/-]{1,255}$/,
    "a host pattern of MySQL, such as % or 10.20.%",
    "write the pattern of the addresses that the application connects from",
  ).default("%"),
  privileges: z
    .array(oneOf(DATABASE_PRIVILEGES, "name a privilege that MySQL grants on a database, in capitals"), {
      error: somePrivileges,
    })
    .min(1, { error: somePrivileges })
    .refine((found) => new Set(found).size === found.length, {
      error: rule("each privilege once", "remove the repetition"),
    })
    .prefault(["SELECT"]),
  strategy: oneOf(STRATEGIES, "choose one of these")
    .refine((found) => found === IMPLEMENTED_STRATEGY, {
      error: rule(
        `"${IMPLEMENTED_STRATEGY}": the rotation function of this version does not implement single-user and admin-rotated`,
        `write "${IMPLEMENTED_STRATEGY}" or leave the key out`,
      ),
    })
    .default(IMPLEMENTED_STRATEGY),
  schedule: scheduleSchema.prefault({ everyDays: 2 }),
  /** How long the rotation window stays open. Windows of days open at 00:00 UTC. */
  windowHours: wholeNumber(1, 24, "hours").default(2),
  /** Rotate once when the schedule is made or changed, and wait until that rotation is proven. */
  rotateImmediately: yesOrNo().default(true),
  /** How long a deleted secret can still be restored. */
  recoveryWindowDays: safeUnlessReason((error) => within(7, 30, error), z.literal(0), {
    safe: "a whole number of days from 7 to 30",
    weak: "0",
  }).prefault(30),
}).superRefine((secret, context) => {
  const longest = longestWindowHours(secret.schedule);
  if (secret.windowHours <= longest) return;
  context.addIssue({
    code: "custom",
    path: ["windowHours"],
    message: rule(
      `1 to ${longest} with this schedule: a window ends within the UTC day it opens in and before the next one opens`,
      "shorten the window or change the schedule",
    ),
  });
});
