import { mistake, refusesEach } from "../../support/wrong-environment";

const ON = 'true, or { value: false, reason: "..." }; what to do: keep the safe value, or write the reason';
const BACKUPS = 'a whole number of days from 7 to 35, or { value: 0 to 6, reason: "..." }';

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
    mistake(
      "a class that is none",
      "database.instanceClass",
      "t4g.micro",
      "an RDS instance class, such as db.t4g.medium",
    ),
    mistake(
      "insights on a class without them",
      "database.instanceClass",
      "db.t4g.micro",
      "false with the class db.t4g",
      {
        reportedAt: "database.performanceInsights",
        found: "nothing",
      },
    ),
    mistake("storage that cannot grow", "database.storageGib", 95, "at least 10 % more than storageGib (95)", {
      reportedAt: "database.maxStorageGib",
      found: "nothing",
    }),
    mistake("half a port", "database.port", 3306.5, "a port from 1150 to 65535"),
    mistake("an interval that RDS has not", "database.monitoringSeconds", 20, "0, 1, 5, 10, 15, 30, 60"),
    mistake("a system account as admin", "database.adminUsername", "rdsadmin", "a name that is no system account"),
    mistake("an admin whose name is too long", "database.adminUsername", "a".repeat(17), "1 to 16 letters, digits"),
  ]);
});
