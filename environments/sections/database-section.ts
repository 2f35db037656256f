import { z } from "zod";
import { databaseCheck } from "../checks/database-checks";
import { accountNameProblem } from "../values/account-names";
import { keyArnSchema } from "../values/arns";
import { engineSchema, engineVersionSchema } from "../values/engine-version";
import { instanceClassSchema } from "../values/instance-class";
import { backupWindowSchema, maintenanceWindowSchema } from "../values/maintenance-window";
import { oneOf, rule, section, text, wholeNumber, within, yesOrNo } from "../values/rules";
import { safeUnlessReason } from "../values/weakened";
import { adminRotationSection } from "./admin-rotation-section";
import { databaseParametersSection } from "./database-parameters-section";

/** Seconds between two samples, as RDS allows; 0 is off. */
const MONITORING_SECONDS = [0, 1, 5, 10, 15, 30, 60] as const;

const onUnlessReason = () =>
  safeUnlessReason((error) => z.literal(true, { error }), z.literal(false), { safe: "true", weak: "false" });

const someLogs = rule('a list of "error" and "slowquery", each once', "name the logs to export");

export const databaseSection = section({
  /** `mysql`, or `mariadb` with its own `engineVersion`. Decide before the first deployment: another engine is another database. */
  engine: engineSchema.default("mysql"),
  /**
   * `8.4` or `8.0`, with MariaDB `11.4` or `10.11`; or a full version, to pin it. AWS charges for extended support of MySQL 8.0 since 2026-08-01. A change of the series
   * needs `majorVersionUpgrade` and `applyImmediately`, for that one deployment.
   */
  engineVersion: engineVersionSchema.default("8.4"),
  /** RDS installs minor versions in the maintenance window. */
  minorVersionUpgrades: onUnlessReason().prefault(true),
  /** Allows a changed `engineVersion` to upgrade the database to another series. The only way back is a snapshot. */
  majorVersionUpgrade: yesOrNo().default(false),
  /** An RDS instance class, arm64 or x86. */
  instanceClass: instanceClassSchema.default("db.t4g.medium"),
  /** `gp3`, or `io2` for a guaranteed number of IOPS. */
  storageType: oneOf(["gp3", "io2"], "choose one of these").default("gp3"),
  /** Initial storage, in GiB. */
  storageGib: wholeNumber(20, 65_536, "GiB").default(20),
  /** RDS grows the storage automatically up to this size, in GiB; at least 10 % more than `storageGib`. */
  maxStorageGib: wholeNumber(22, 65_536, "GiB").default(100),
  /** IOPS: required with io2; with gp3 12,000 to 64,000, from 400 GiB. */
  storageIops: wholeNumber(1_000, 256_000, "IOPS").optional(),
  /** Throughput of gp3 in MiB/s: 500 to 4,000, from 400 GiB, and at most a quarter of the IOPS. */
  storageThroughputMibps: wholeNumber(500, 4_000, "MiB/s").optional(),
  /** The port of the server. An emulator chooses its own. */
  port: within(1150, 65_535, rule("a port from 1150 to 65535", "choose a port within these bounds")).default(3306),
  /** The user that RDS creates; RDS stores and rotates its password in the admin secret. */
  adminUsername: z
    .string({ error: rule("a user name, as text", "write the name of the admin user") })
    .superRefine((found, context) => {
      const problem = accountNameProblem(found, { maxCharacters: 16 });
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .default("admin"),
  /** When RDS changes the admin's password; by default Sundays between 06:00 and 07:00 UTC. It cannot be turned off. */
  adminRotation: adminRotationSection.prefault({}),
  /** A standby in a second zone. */
  multiAz: onUnlessReason().prefault(true),
  /** AWS refuses to delete the instance. Change it and deploy before a destroy. */
  deletionProtection: onUnlessReason().prefault(true),
  /** A snapshot when the instance is deleted, with a unique name. Change it and deploy before a destroy. */
  finalSnapshot: onUnlessReason().prefault(true),
  /** Keep automated backups after the deletion of the instance, for their retention. Without the key: if there is a final snapshot. */
  keepAutomatedBackups: onUnlessReason().optional(),
  /** Days of automated backups: any second in them can be restored. */
  backupDays: safeUnlessReason((error) => within(7, 35, error), wholeNumber(0, 6, "days"), {
    safe: "a whole number of days from 7 to 35",
    weak: "0 to 6",
  }).prefault(14),
  /**
   * The ARN of your own KMS key for storage and backups. Without it, the environment's key encrypts them, and a destroy
   * deletes that key 30 days later: no snapshot can be restored after that. Decide before the first deployment: RDS cannot change it.
   */
  storageKeyArn: keyArnSchema.optional(),
  /** When RDS takes the daily backup, UTC. After the default rotation window (00:00 to 02:00). */
  backupWindow: backupWindowSchema.default("03:00-04:00"),
  /** When RDS may restart the database, UTC, once a week. It must not overlap the backups, and should not overlap a rotation window. */
  maintenanceWindow: maintenanceWindowSchema.default("sun:04:30-sun:05:30"),
  /**
   * Make changes that interrupt the database at once instead of in the maintenance window. While a change waits for the window, each plan
   * shows it again.
   */
  applyImmediately: yesOrNo().default(false),
  /**
   * Restores this snapshot (a name or an ARN in the same region) when the instance is created; later changes of this key have no effect. The snapshot
   * is copied with the environment's key first. `engineVersion` and `adminUsername` must be the snapshot's, `storageGib` at least its size.
   */
  snapshotIdentifier: text(
    /^(arn:aws(-[a-z]+)*:rds:[a-z0-9-]+:\d{12}:snapshot:)?(rds:|awsbackup:)?[A-Za-z](-?[A-Za-z0-9]){0,254}$/,
    "the name or the ARN of a DB snapshot in the environment's region",
    "copy it from the list of snapshots",
  ).optional(),
  /** The CA that signs the server's certificate. Clients that trust the region's RDS bundle trust all of them. */
  caCertificate: oneOf(
    ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"],
    "choose one of these, and see that all clients know it",
  ).default("rds-ca-rsa2048-g1"),
  /**
   * Allows logins with IAM tokens instead of passwords. Such a login also needs an account with
   * AWSAuthenticationPlugin and a policy with `rds-db:connect`. The app users do not use it.
   */
  iamAuthentication: yesOrNo().default(true),
  /**
   * More server parameters, by name: `{ max_connections: 500 }`, or `{ value, afterRestart: true }` for a static one. A static
   * parameter without it, and one that the series does not have, are refused: RDS would refuse the whole group without naming the parameter.
   */
  parameters: databaseParametersSection.default({}),
  /** The slow query log records statements that take at least this long, in seconds. */
  slowStatementSeconds: wholeNumber(1, 3_600, "seconds").default(2),
  /** Logs that RDS exports to CloudWatch, encrypted and kept for `logRetentionDays`. */
  exportedLogs: z
    .array(oneOf(["error", "slowquery"], "leave others out: they hold every statement with its data"), {
      error: someLogs,
    })
    .refine((found) => new Set(found).size === found.length, { error: someLogs })
    .default(["error", "slowquery"]),
  /** A log of logins, refused logins and disconnects, with user and address: `connections` or `off`. Never statements. Not on an emulator. */
  auditLog: oneOf(["connections", "off"], "choose one of these").default("connections"),
  /** RDS Performance Insights for seven days. Not on `db.t3` and `db.t4g` micro and small. */
  performanceInsights: yesOrNo().default(true),
  /** CloudWatch Database Insights in advanced mode: 15 months and fleet-wide views, charged per vCPU. */
  advancedInsights: yesOrNo().default(false),
  /** Seconds between two samples of enhanced monitoring; 0 is off. */
  monitoringSeconds: z
    .literal(MONITORING_SECONDS, {
      error: rule(MONITORING_SECONDS.join(", "), "choose one of these numbers of seconds; 0 turns it off"),
    })
    .default(60),
}).superRefine(...databaseCheck);
