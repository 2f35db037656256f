import { mistake, refusesEach } from "../../support/wrong-environment";

const ON = 'true, or { value: false, reason: "..." }; what to do: keep the safe value, or write the reason';
const BACKUPS = 'a whole number of days from 7 to 35, or { value: 0 to 6, reason: "..." }';
const CLASS = "an RDS instance class of a current generation, arm64 (db.t4g.medium, db.m8g.large) or x86";
const PARAMETERS =
  "parameters of the engine by name, each a text, a number or { value, afterRestart: true }; not require_";
/** What Terraform would calculate instead of handing it to the server. */
const TEMPLATE = "SELECT '$" + "{file(1)}'";

describe("the database of an environment file", () => {
  refusesEach([
    mistake("no deletion protection without a reason", "database.deletionProtection", false, ON),
    mistake("no final snapshot without a reason", "database.finalSnapshot", false, ON),
    mistake("no standby without a reason", "database.multiAz", false, ON),
    mistake("short backups without a reason", "database.backupDays", 3, BACKUPS),
    mistake("no backups without a reason", "database.backupDays", 0, BACKUPS),
    mistake("backups longer than RDS keeps them", "database.backupDays", 36, BACKUPS),
    mistake(
      "no backups with a reason of one word",
      "database.backupDays",
      { value: 0, reason: "because" },
      "one line of 10 to 200 characters",
      { reportedAt: "database.backupDays.reason", found: '"because"' },
    ),
    mistake("an old MySQL", "database.engineVersion", "5.7", '"8.4", "8.0", or one of their minor versions'),
    mistake("a version of another engine", "database.engineVersion", "10.11", '"8.4", "8.0", or one of their minor'),
    mistake(
      "a version that only begins like one",
      "database.engineVersion",
      "8.40",
      '"8.4", "8.0", or one of their minor',
    ),
    mistake("a version as a number", "database.engineVersion", 8.4, 'a series such as "8.4", or a whole version'),
    mistake("an engine that is none", "database.engine", "postgres", '"mysql", "mariadb"'),
    mistake("MariaDB with a version of MySQL", "database", { engine: "mariadb" }, '"11.4", "10.11", or one of their', {
      reportedAt: "database.engineVersion",
      found: "nothing",
    }),
    mistake(
      "an old MariaDB",
      "database",
      { engine: "mariadb", engineVersion: "10.6" },
      '"11.4", "10.11", or one of their minor versions, with the engine mariadb',
      { reportedAt: "database.engineVersion", found: '"10.6"' },
    ),
    mistake(
      "a whole version that RDS would move",
      "database.engineVersion",
      "8.4.7",
      '{ value: false, reason: "..." } with the whole version 8.4.7',
      { reportedAt: "database.minorVersionUpgrades", found: "nothing" },
    ),
    mistake("no minor versions without a reason", "database.minorVersionUpgrades", false, ON),
    mistake(
      "a major upgrade that waits",
      "database.majorVersionUpgrade",
      true,
      "true only with applyImmediately: true",
    ),
    mistake("no backups kept without a reason", "database.keepAutomatedBackups", false, ON),
    mistake("a class that is none", "database.instanceClass", "t4g.micro", CLASS),
    mistake("a class of a past generation", "database.instanceClass", "db.m4.large", CLASS),
    mistake("a class without a size", "database.instanceClass", "db.m7g", CLASS),
    mistake(
      "insights on a class without them",
      "database.instanceClass",
      "db.t4g.micro",
      "false with the class db.t4g",
      { reportedAt: "database.performanceInsights", found: "nothing" },
    ),
    mistake(
      "advanced insights without insights",
      "database",
      { performanceInsights: false, advancedInsights: true },
      "false without performanceInsights",
      { reportedAt: "database.advancedInsights", found: "true" },
    ),
    mistake("a backup in words", "database.backupWindow", "at night", "a daily time of at least 30 minutes in UTC"),
    mistake("maintenance every day", "database.maintenanceWindow", "04:30-05:30", "a weekly time of 30 minutes to 24"),
    mistake(
      "maintenance during backups",
      "database.maintenanceWindow",
      "wed:03:30-wed:04:30",
      "a time outside the daily backups (03:00-04:00 UTC)",
    ),
    mistake(
      "an authority that RDS has not",
      "database.caCertificate",
      "rds-ca-2019",
      '"rds-ca-rsa2048-g1", "rds-ca-rsa4',
    ),
    mistake(
      "the log of all statements",
      "database.exportedLogs",
      ["general"],
      '"error", "slowquery"; what to do: leave others out: they hold every statement',
      {
        reportedAt: "database.exportedLogs.0",
        found: '"general"',
      },
    ),
    mistake("a log twice", "database.exportedLogs", ["error", "error"], '"error" and "slowquery", each once', {
      found: "a list of 2",
    }),
    mistake("an audit of statements", "database.auditLog", "statements", '"connections", "off"'),
    mistake("no time to call slow", "database.slowStatementSeconds", 0, "a whole number of seconds from 1 to 3600"),
    mistake("plaintext by the back door", "database.parameters", { require_secure_transport: 0 }, PARAMETERS, {
      reportedAt: "database.parameters.require_secure_transport",
      found: "0",
    }),
    mistake("all statements by the back door", "database.parameters", { general_log: "1" }, PARAMETERS, {
      reportedAt: "database.parameters.general_log",
      found: '"1"',
    }),
    mistake(
      "a static parameter that is to change at once",
      "database.parameters",
      { lower_case_table_names: 1 },
      "{ value, afterRestart: true } for a static parameter",
      { reportedAt: "database.parameters.lower_case_table_names", found: "1" },
    ),
    mistake(
      "a static parameter of a family",
      "database.parameters",
      { performance_schema: 1 },
      "{ value, afterRestart: true } for a static parameter",
      { reportedAt: "database.parameters.performance_schema", found: "1" },
    ),
    mistake(
      "a parameter that the series has not",
      "database.parameters",
      { default_authentication_plugin: { value: "mysql_native_password", afterRestart: true } },
      "a parameter that mysql 8.4 has",
      { reportedAt: "database.parameters.default_authentication_plugin", found: "an object with value, afterRestart" },
    ),
    mistake("a parameter that is a template", "database.parameters", { init_connect: TEMPLATE }, PARAMETERS, {
      reportedAt: "database.parameters.init_connect",
      found: JSON.stringify(TEMPLATE),
    }),
    mistake(
      "a snapshot that is none",
      "database.snapshotIdentifier",
      "yesterday's",
      "the name or the ARN of a DB snapshot",
    ),
    mistake("an alias in the place of a key", "database.storageKeyArn", "alias/databases", "the ARN of a KMS key"),
    mistake(
      "a rotation of the admin that outlasts its day",
      "database.adminRotation",
      { schedule: { everyHours: 5 }, windowHours: 2 },
      "1 to 1 with this schedule",
      { reportedAt: "database.adminRotation.windowHours", found: "2" },
    ),
    mistake("an admin who is never rotated", "database.adminRotation", false, "an object with schedule, windowHours"),
    mistake("half a port", "database.port", 3306.5, "a port from 1150 to 65535"),
    mistake("an interval that RDS has not", "database.monitoringSeconds", 20, "0, 1, 5, 10, 15, 30, 60"),
    mistake("a system account as admin", "database.adminUsername", "rdsadmin", "a name that is no system account"),
    mistake("an admin whose name is too long", "database.adminUsername", "a".repeat(17), "1 to 16 letters, digits"),
  ]);
});

describe("the storage of the database", () => {
  const large = { storageGib: 400, maxStorageGib: 1000 };
  const io2 = { storageType: "io2", storageGib: 100, maxStorageGib: 10_000 };
  refusesEach([
    mistake("no room to grow", "database.storageGib", 95, "at least 10 % more than storageGib (95)", {
      reportedAt: "database.maxStorageGib",
      found: "nothing",
    }),
    mistake("a type that RDS has retired", "database.storageType", "gp2", '"gp3", "io2"'),
    mistake("IOPS of a small gp3", "database.storageIops", 12_000, "nothing with gp3 below 400 GiB"),
    mistake("throughput of a small gp3", "database.storageThroughputMibps", 500, "nothing with gp3 below 400 GiB"),
    mistake("fewer IOPS than are included", "database", { ...large, storageIops: 3_000 }, "12000 to 64000 with gp3", {
      reportedAt: "database.storageIops",
      found: "3000",
    }),
    mistake(
      "more throughput than the IOPS can carry",
      "database",
      { ...large, storageThroughputMibps: 3_001 },
      "at most a quarter of the IOPS, 3000 with 12000",
      { reportedAt: "database.storageThroughputMibps", found: "3001" },
    ),
    mistake("io2 without IOPS", "database", io2, "5000 to 100000 with io2 of 100 GiB that may grow to 10000 GiB", {
      reportedAt: "database.storageIops",
      found: "nothing",
    }),
    mistake(
      "too few IOPS for what io2 may grow to",
      "database",
      { ...io2, storageIops: 4_999 },
      "5000 to 100000 with",
      {
        reportedAt: "database.storageIops",
        found: "4999",
      },
    ),
    mistake("too small an io2", "database", { ...io2, storageGib: 99, storageIops: 5_000 }, "at least 100 with io2", {
      reportedAt: "database.storageGib",
      found: "99",
    }),
    mistake(
      "throughput of io2",
      "database",
      { ...io2, storageIops: 5_000, storageThroughputMibps: 500 },
      "nothing with io2, whose throughput follows from its IOPS",
      { reportedAt: "database.storageThroughputMibps", found: "500" },
    ),
  ]);
});
