import { z } from "zod";
import { checkAppSecret } from "../checks/app-secret-checks";
import { appUserNameProblem, databaseNameProblem } from "../values/account-names";
import { roleArnSchema } from "../values/arns";
import { DATABASE_PRIVILEGES } from "../values/privileges";
import { oneOf, rule, section, text, wholeNumber, within, yesOrNo } from "../values/rules";
import { scheduleSchema } from "../values/schedule";
import { safeUnlessReason } from "../values/weakened";
import { regionSchema } from "./target-section";

/** Who changes the password, and with how many users: the admin with two users, the one user itself, or the admin with one user. */
export const STRATEGIES = ["alternating-users", "single-user", "admin-rotated"] as const;

const checkedName = (what: string, problemOf: (name: string) => string | undefined) =>
  z.string({ error: rule(`${what}, as text`, `write ${what}`) }).superRefine((found, context) => {
    const problem = problemOf(found);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

/** A list without duplicates. */
const listOf = <Item extends z.ZodType>(item: Item, what: string) =>
  z
    .array(item, { error: rule(`a list of ${what}`, `write [...] with ${what}`) })
    .refine((found) => new Set(found).size === found.length, {
      error: rule(`${what}, each once`, "remove the repetition"),
    });

/** One app secret: a user of one database whose password is rotated. */
export const appSecretSection = section({
  /**
   * The last part of the secret's name, `<environment>/<name>`. AWS adds a hyphen and six characters to make the ARN, and
   * requires that no name ends like that: https://docs.aws.amazon.com/secretsmanager/latest/userguide/create_secret.html
   */
  name: text(
    /^(?!.*-[a-z0-9]{6}$)[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
    "1 to 40 lower-case letters, digits and hyphens, beginning with a letter, not ending in a hyphen and six characters",
    "choose another name: such an ending looks like the end of an ARN to Secrets Manager",
  ),
  /** Created if it does not exist. */
  database: checkedName("the name of a database", databaseNameProblem),
  /**
   * The app user: up to 32 characters, or 26 with an alternate user (`<username>_clone`); on MariaDB up to 80, or 74.
   */
  username: checkedName("the name of the app user", appUserNameProblem),
  /**
   * For a database that is restored from a snapshot of another environment: the name of the user's app secret there, such as `prod/shop`.
   * Provisioning takes over its accounts: they get this secret's mark and passwords, and the other environment's passwords stop working here.
   * Only with `database.snapshotIdentifier`.
   */
  snapshotSecret: text(
    /^[A-Za-z0-9/_+=.@-]{1,512}$/,
    "the name of a secret, such as prod/shop",
    "write the name that the secret has in the environment of the snapshot",
  ).optional(),
  /** The host part of the app user's account, as MySQL writes it: where clients may connect from. */
  userHost: text(
    /^[A-Za-z0-9._%:/-]{1,255}$/,
    "a host pattern of MySQL, such as % or 10.20.%",
    "write the pattern of the addresses that the application connects from",
  ).default("%"),
  /** The app user's privileges on its database. */
  privileges: listOf(
    oneOf(DATABASE_PRIVILEGES, "name a privilege that MySQL grants on a database, in capitals"),
    "privileges",
  )
    .min(1, { error: rule("a list of at least one privilege", "name what the application does with its database") })
    .prefault(["SELECT"]),
  /**
   * Who changes the password: the admin, for two users in turn (`alternating-users`); the app user for itself (`single-user`); the
   * admin, for one user (`admin-rotated`). With one user, too, the replaced password works until the next rotation, because the server
   * keeps two. On MariaDB only an admin can do that: with `single-user` the old password ends some seconds
   * before the secret has the new one, and new logins fail in between. There the choice needs a reason.
   */
  strategy: safeUnlessReason((error) => z.enum(STRATEGIES, { error }), z.literal("single-user"), {
    safe: STRATEGIES.map((word) => `"${word}"`).join(", "),
    weak: '"single-user"',
  }).prefault("alternating-users"),
  /** When the password changes: `{ everyDays }`, `{ everyHours }` or `{ cron }`. */
  schedule: scheduleSchema.prefault({ everyDays: 2 }),
  /** Length of the rotation window. Windows of `everyDays` open at 00:00 UTC. */
  windowHours: wholeNumber(1, 24, "hours").default(2),
  /**
   * If an earlier secret in the list has the same `schedule` and `windowHours`, open this window up to `windowHours - 1` hours later and close
   * it with the whole window, so that many secrets with one schedule do not all start at once. The delay depends on the secret's name only.
   * Rates that no calendar can express (every two days) always open at 00:00 UTC. A schedule of only one secret is
   * deployed as written. The output `rotation_windows` and the secret's description show both windows.
   */
  spread: yesOrNo().default(true),
  /** Rotate once when the schedule is created or changed, and wait until that rotation is proven by a login. */
  rotateImmediately: yesOrNo().default(true),
  /** The maximum age of a password that still works. Only a check of engine, strategy and schedule. */
  maxCredentialAgeDays: wholeNumber(1, 3650, "days").optional(),
  /** How long a deleted secret can be restored. */
  recoveryWindowDays: safeUnlessReason((error) => within(7, 30, error), z.literal(0), {
    safe: "a whole number of days from 7 to 30",
    weak: "0",
  }).prefault(30),
  /**
   * ARNs of the roles that may delete the secret or change its policy. The resource policy denies it to all others except the account's root
   * user. `deployRoles.appSecret` is always included. Without that key the list needs a reason, because Terraform can neither change
   * nor destroy the secret later unless its role is in the list. Without both keys, IAM alone decides who may delete, and a deletion
   * without the recovery window is denied to everyone.
   */
  deletionRoles: safeUnlessReason(
    () => listOf(roleArnSchema, "ARNs of roles"),
    listOf(roleArnSchema, "ARNs of roles"),
    { safe: "a list of ARNs of roles", weak: "[...]" },
  ).prefault([]),
  /** ARNs of the roles that get the policy to read this secret. The policy is also an output. */
  consumerRoles: listOf(roleArnSchema, "ARNs of roles").default([]),
  /** More regions with a replica of the secret, each encrypted with its own key there. */
  replicaRegions: listOf(regionSchema, "regions").default([]),
}).superRefine(checkAppSecret);
