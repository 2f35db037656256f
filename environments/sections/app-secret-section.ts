import { z } from "zod";
import { checkAppSecret } from "../checks/app-secret-checks";
import { appUserNameProblem, databaseNameProblem } from "../values/account-names";
import { roleArnSchema } from "../values/arns";
import { DATABASE_PRIVILEGES } from "../values/privileges";
import { oneOf, rule, section, text, wholeNumber, within, yesOrNo } from "../values/rules";
import { scheduleSchema } from "../values/schedule";
import { safeUnlessReason } from "../values/weakened";
import { regionSchema } from "./target-section";

/** How a secret is rotated: by the admin with two users in turn, by its one user itself, or by the admin with one user. */
export const STRATEGIES = ["alternating-users", "single-user", "admin-rotated"] as const;

const checkedName = (what: string, problemOf: (name: string) => string | undefined) =>
  z.string({ error: rule(`${what}, as text`, `write ${what}`) }).superRefine((found, context) => {
    const problem = problemOf(found);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

/** A list in which nothing stands twice. */
const listOf = <Item extends z.ZodType>(item: Item, what: string) =>
  z
    .array(item, { error: rule(`a list of ${what}`, `write [...] with ${what}`) })
    .refine((found) => new Set(found).size === found.length, {
      error: rule(`${what}, each once`, "remove the repetition"),
    });

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
  /** Made if it does not exist. */
  database: checkedName("the name of a database", databaseNameProblem),
  /**
   * The app user. Up to 32 characters, 26 with an alternate user, which is called `<username>_clone`; with MariaDB up to 80, or 74.
   */
  username: checkedName("the name of the app user", appUserNameProblem),
  /**
   * The name of the app secret that the user belongs to in the environment whose snapshot this database began as, such as `prod/shop`. Its
   * accounts are taken over: they get this secret's mark and passwords, and the ones of the other environment open this database no more.
   * Only with `database.snapshotIdentifier`.
   */
  snapshotSecret: text(
    /^[A-Za-z0-9/_+=.@-]{1,512}$/,
    "the name of a secret, such as prod/shop",
    "write the name that the secret has in the environment of the snapshot",
  ).optional(),
  /** Where the app user may come from, as MySQL writes it. */
  userHost: text(
    /^[A-Za-z0-9._%:/-]{1,255}$/,
    "a host pattern of MySQL, such as % or 10.20.%",
    "write the pattern of the addresses that the application connects from",
  ).default("%"),
  /** What the app user may do in its database. */
  privileges: listOf(
    oneOf(DATABASE_PRIVILEGES, "name a privilege that MySQL grants on a database, in capitals"),
    "privileges",
  )
    .min(1, { error: rule("a list of at least one privilege", "name what the application does with its database") })
    .prefault(["SELECT"]),
  /**
   * Who changes its password: the admin, that of two users in turn (`alternating-users`); the app user its own (`single-user`); the
   * admin, that of one user (`admin-rotated`). With one user the replaced password goes on working until the next rotation, too: the server
   * keeps two. On MariaDB only an admin can see to that: with `single-user` the old password ends when the new one is set, some seconds
   * before the secret says the new one, and new logins fail in between. There it is written with a reason.
   */
  strategy: safeUnlessReason((error) => z.enum(STRATEGIES, { error }), z.literal("single-user"), {
    safe: STRATEGIES.map((word) => `"${word}"`).join(", "),
    weak: '"single-user"',
  }).prefault("alternating-users"),
  /** When it changes: `{ everyDays }`, `{ everyHours }` or `{ cron }`. */
  schedule: scheduleSchema.prefault({ everyDays: 2 }),
  /** How long the rotation window stays open. Windows of days open at 00:00 UTC. */
  windowHours: wholeNumber(1, 24, "hours").default(2),
  /**
   * Where an earlier secret of the list has the same `schedule` and `windowHours`, open the window up to `windowHours - 1` hours later, by the
   * secret's name and the same at every synthesis, and close it when the whole window closes: so many secrets with one schedule do not
   * all start at once. Rates that no calendar can say (every two days) always open at 00:00 UTC. A schedule that only one secret has is
   * deployed as it is written. The output `rotation_windows` and the secret's description show both.
   */
  spread: yesOrNo().default(true),
  /** Rotate once when the schedule is made or changed, and wait until that rotation is proven. */
  rotateImmediately: yesOrNo().default(true),
  /** The oldest password that may still open the database. Only checked, against engine, strategy and schedule. */
  maxCredentialAgeDays: wholeNumber(1, 3650, "days").optional(),
  /** How long a deleted secret can still be restored. */
  recoveryWindowDays: safeUnlessReason((error) => within(7, 30, error), z.literal(0), {
    safe: "a whole number of days from 7 to 30",
    weak: "0",
  }).prefault(30),
  /**
   * ARNs of the roles that may delete the secret or change its policy; everybody else is denied it, the account's root user
   * excepted. `deployRoles.appSecret` is one of them by itself, and without it the list needs a reason: Terraform could neither change
   * nor destroy the secret later unless its role is in the list. Where neither is given, IAM alone decides who may delete, and nobody
   * may delete without the recovery window.
   */
  deletionRoles: safeUnlessReason(
    () => listOf(roleArnSchema, "ARNs of roles"),
    listOf(roleArnSchema, "ARNs of roles"),
    { safe: "a list of ARNs of roles", weak: "[...]" },
  ).prefault([]),
  /** ARNs of the roles that get the policy to read this secret and no other. The policy is an output, too. */
  consumerRoles: listOf(roleArnSchema, "ARNs of roles").default([]),
  /** Further regions that hold a copy of the secret, each encrypted with a key of its own there. */
  replicaRegions: listOf(regionSchema, "regions").default([]),
}).superRefine(checkAppSecret);
