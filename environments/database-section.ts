import { z } from "zod";
import { accountNameProblem } from "./account-names";
import { rule, section, text, wholeNumber, within, yesOrNo } from "./rules";
import { safeUnlessReason } from "./weakened";

/**
 * Classes on which RDS for MySQL has no Performance Insights.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
 */
const WITHOUT_PERFORMANCE_INSIGHTS = /^db\.(t2\..+|t3\.(micro|small)|t4g\.(micro|small))$/;

/** Seconds between two samples; RDS knows these. 0 is off. */
const MONITORING_SECONDS = [0, 1, 5, 10, 15, 30, 60] as const;

const onUnlessReason = () =>
  safeUnlessReason((error) => z.literal(true, { error }), z.literal(false), { safe: "true", weak: "false" }).prefault(
    true,
  );

export const databaseSection = section({
  /** `8.4`, or a whole version to hold it there. Minor versions are followed by RDS within the maintenance window. */
  engineVersion: text(
    /^8\.[04](\.\d{1,2})?$/,
    '"8.4", "8.0", or one of their minor versions',
    "choose a version",
  ).default("8.4"),
  instanceClass: text(
    /^db\.[a-z0-9]+\.[a-z0-9]+$/,
    "an RDS instance class, such as db.t4g.medium",
    "choose a class that RDS for MySQL has in this region",
  ).default("db.t4g.medium"),
  storageGib: wholeNumber(20, 65_536, "GiB").default(20),
  /** Storage grows by itself up to here. */
  maxStorageGib: wholeNumber(22, 65_536, "GiB").default(100),
  port: within(1150, 65_535, rule("a port from 1150 to 65535", "choose a port within these bounds")).default(3306),
  /** The user that RDS makes and whose password RDS keeps and rotates in the admin secret. */
  adminUsername: z
    .string({ error: rule("a user name, as text", "write the name of the admin user") })
    .superRefine((found, context) => {
      const problem = accountNameProblem(found, { mostCharacters: 16 });
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .default("admin"),
  /** A standby in a second zone. */
  multiAz: onUnlessReason(),
  deletionProtection: onUnlessReason(),
  /** A snapshot when the instance is deleted; its automated backups are kept then, too. */
  finalSnapshot: onUnlessReason(),
  backupDays: safeUnlessReason((error) => within(7, 35, error), wholeNumber(0, 6, "days"), {
    safe: "a whole number of days from 7 to 35",
    weak: "0 to 6",
  }).prefault(14),
  performanceInsights: yesOrNo().default(true),
  /** Enhanced monitoring. */
  monitoringSeconds: z
    .literal(MONITORING_SECONDS, {
      error: rule(MONITORING_SECONDS.join(", "), "choose one of these numbers of seconds; 0 turns it off"),
    })
    .default(60),
  /** Changes that interrupt the database happen at once instead of in the maintenance window. */
  applyImmediately: yesOrNo().default(false),
}).superRefine((database, context) => {
  if (database.maxStorageGib < database.storageGib * 1.1) {
    context.addIssue({
      code: "custom",
      path: ["maxStorageGib"],
      message: rule(`at least 10 % more than storageGib (${database.storageGib})`, "raise it or lower storageGib"),
    });
  }
  if (database.performanceInsights && WITHOUT_PERFORMANCE_INSIGHTS.test(database.instanceClass)) {
    context.addIssue({
      code: "custom",
      path: ["performanceInsights"],
      message: rule(
        `false with the class ${database.instanceClass}, on which RDS has none`,
        "write performanceInsights: false, or choose a larger class",
      ),
    });
  }
});
