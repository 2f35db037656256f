import { z } from "zod";
import { checkDatabase, hasReadableDatabase } from "../checks/database-checks";
import { accountNameProblem } from "../values/account-names";
import { keyArnSchema } from "../values/arns";
import { engineSchema, engineVersionSchema } from "../values/engine-version";
import { instanceClassSchema } from "../values/instance-class";
import { backupWindowSchema, maintenanceWindowSchema } from "../values/maintenance-window";
import { oneOf, rule, section, text, wholeNumber, within, yesOrNo } from "../values/rules";
import { safeUnlessReason } from "../values/weakened";
import { adminRotationSection } from "./admin-rotation-section";
import { databaseParametersSection } from "./database-parameters-section";

/** Seconds between two samples; RDS knows these. 0 is off. */
const MONITORING_SECONDS = [0, 1, 5, 10, 15, 30, 60] as const;

const onUnlessReason = () =>
  safeUnlessReason((error) => z.literal(true, { error }), z.literal(false), { safe: "true", weak: "false" });

const someLogs = rule('a list of "error" and "slowquery", each once', "name the logs to export");

export const databaseSection = section({
  /** `mysql`, or `mariadb` with its own `engineVersion`. To be decided before the database is made: another engine is another database. */
  engine: engineSchema.default("mysql"),
  /**
   * `8.4` or `8.0`, with MariaDB `11.4` or `10.11`; or a whole version, to hold it there. AWS charges for extended support of MySQL 8.0 since 2026-08-01. A change of the series
   * needs `majorVersionUpgrade` and `applyImmediately`, for that one deployment.
   */
  engineVersion: engineVersionSchema.default("8.4"),
  /** RDS follows minor versions within the maintenance window. */
  minorVersionUpgrades: onUnlessReason().prefault(true),
  /** Lets a changed `engineVersion` move the database to another series. There is no way back but a snapshot. */
  majorVersionUpgrade: yesOrNo().default(false),
  /** An RDS instance class, arm64 or x86. */
  instanceClass: instanceClassSchema.default("db.t4g.medium"),
  /** `gp3`, or `io2` for a guaranteed number of IOPS. */
  storageType: oneOf(["gp3", "io2"], "choose one of these").default("gp3"),
  /** What the storage has in the beginning, in GiB. */
  storageGib: wholeNumber(20, 65_536, "GiB").default(20),
  /** Storage grows by itself up to here, in GiB; at least 10 % more than `storageGib`. */
  maxStorageGib: wholeNumber(22, 65_536, "GiB").default(100),
  /** IOPS: needed with io2; with gp3 12,000 to 64,000, from 400 GiB on. */
  storageIops: wholeNumber(1_000, 256_000, "IOPS").optional(),
  /** Throughput of gp3 in MiB/s: 500 to 4,000, from 400 GiB on, and at most a quarter of the IOPS. */
  storageThroughputMibps: wholeNumber(500, 4_000, "MiB/s").optional(),
  /** Where the server listens. An emulator chooses its own. */
  port: within(1150, 65_535, rule("a port from 1150 to 65535", "choose a port within these bounds")).default(3306),
  /** The user that RDS makes and whose password RDS keeps and rotates in the admin secret. */
  adminUsername: z
    .string({ error: rule("a user name, as text", "write the name of the admin user") })
    .superRefine((found, context) => {
      const problem = accountNameProblem(found, { maxCharacters: 16 });
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .default("admin"),
  /** When RDS changes the admin's password: Sundays between 06:00 and 07:00 UTC. It cannot be turned off. */
  adminRotation: adminRotationSection.prefault({}),
  /** A standby in a second zone. */
  multiAz: onUnlessReason().prefault(true),
  /** Refuses deletion. Change and apply it before a destroy. */
  deletionProtection: onUnlessReason().prefault(true),
  /** A snapshot when the instance is deleted, under a name of its own. Change and apply it before a destroy. */
  finalSnapshot: onUnlessReason().prefault(true),
  /** Automated backups outlive the instance for as long as they would have lived. Without the key: when there is a final snapshot. */
  keepAutomatedBackups: onUnlessReason().optional(),
  /** How many days back any second can be restored. */
  backupDays: safeUnlessReason((error) => within(7, 35, error), wholeNumber(0, 6, "days"), {
    safe: "a whole number of days from 7 to 35",
    weak: "0 to 6",
  }).prefault(14),
  /**
   * The ARN of a KMS key of your own for storage and backups. Without it they are encrypted with the environment's key, which a destroy
   * deletes 30 days later: no snapshot can be restored after that. To be decided before the database is made: RDS cannot change it.
   */
  storageKeyArn: keyArnSchema.optional(),
  /** When RDS takes the daily backup, UTC. After the default rotation window (00:00 to 02:00). */
  backupWindow: backupWindowSchema.default("03:00-04:00"),
  /** When RDS may restart the database, UTC, once a week. It must not overlap the backups, and should not meet a rotation window. */
  maintenanceWindow: maintenanceWindowSchema.default("sun:04:30-sun:05:30"),
  /**
   * Changes that interrupt the database happen at once instead of in the maintenance window. While one waits for the window, each plan
   * shows it again.
   */
  applyImmediately: yesOrNo().default(false),
  /**
   * Restores this snapshot, a name or an ARN in the same region, when the instance is made; later changes of the key do nothing. The snapshot
   * is copied under the environment's own key first. `engineVersion` and `adminUsername` must be the snapshot's, `storageGib` at least its size.
   */
  snapshotIdentifier: text(
    /^(arn:aws(-[a-z]+)*:rds:[a-z0-9-]+:\d{12}:snapshot:)?(rds:|awsbackup:)?[A-Za-z](-?[A-Za-z0-9]){0,254}$/,
    "the name or the ARN of a DB snapshot in the environment's region",
    "copy it from the list of snapshots",
  ).optional(),
  /** The authority that signs the server's certificate. Clients trust all three when they trust the region's RDS bundle. */
  caCertificate: oneOf(
    ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"],
    "choose one of these, and see that all clients know it",
  ).default("rds-ca-rsa2048-g1"),
  /**
   * Logins with IAM tokens instead of passwords. It opens nothing by itself: a login needs an account that is made for it (with
   * AWSAuthenticationPlugin) and a policy with `rds-db:connect`. The app users do without.
   */
  iamAuthentication: yesOrNo().default(true),
  /**
   * Further parameters of the server, by name: `{ max_connections: 500 }`, or `{ value, afterRestart: true }` for one that takes a restart. A static
   * parameter without it, and one that the series has not got, are refused: RDS would refuse the whole group and not say for which.
   */
  parameters: databaseParametersSection.default({}),
  /** Statements that take at least this long are logged, in seconds. */
  slowStatementSeconds: wholeNumber(1, 3_600, "seconds").default(2),
  /** Logs that go to CloudWatch, encrypted and kept for `logRetentionDays`. */
  exportedLogs: z
    .array(oneOf(["error", "slowquery"], "leave others out: they hold every statement with its data"), {
      error: someLogs,
    })
    .refine((found) => new Set(found).size === found.length, { error: someLogs })
    .default(["error", "slowquery"]),
  /** Who logs in, from where, and who fails, in a log of its own: `connections` or `off`. Never statements. Not on an emulator. */
  auditLog: oneOf(["connections", "off"], "choose one of these").default("connections"),
  /** What the database waits for, statement by statement, for seven days. Not on `db.t3` and `db.t4g` micro and small. */
  performanceInsights: yesOrNo().default(true),
  /** CloudWatch Database Insights in its advanced mode: 15 months and fleet-wide views, paid for by vCPU. */
  advancedInsights: yesOrNo().default(false),
  /** Seconds between two samples of enhanced monitoring; 0 is off. */
  monitoringSeconds: z
    .literal(MONITORING_SECONDS, {
      error: rule(MONITORING_SECONDS.join(", "), "choose one of these numbers of seconds; 0 turns it off"),
    })
    .default(60),
}).superRefine(checkDatabase, { when: ({ value }) => hasReadableDatabase(value) });
