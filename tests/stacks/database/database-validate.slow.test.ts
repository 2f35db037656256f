import { synthesizeDatabaseTo } from "../../support/database-stack";
import { sampleWith } from "../../support/sample-environment";
import { inTemporaryFolder } from "../../support/synthesized-stacks";
import { describeWithTerraform } from "../../support/terraform";
import { terraformVerdicts, VERDICT_TIMEOUT_MS } from "../../support/terraform-verdict";

const reason = "holds generated data only";

/** Every choice of the section in one of four databases, because each costs some seconds. */
const CHOICES = {
  "with every number chosen": {
    engineVersion: "8.0.42",
    minorVersionUpgrades: { value: false, reason },
    majorVersionUpgrade: true,
    applyImmediately: true,
    instanceClass: "db.r7i.4xlarge",
    storageType: "io2",
    storageGib: 200,
    maxStorageGib: 2_000,
    storageIops: 20_000,
    adminUsername: "owner",
    adminRotation: { schedule: { everyDays: 30 }, windowHours: 3 },
    backupWindow: "23:45-00:15",
    maintenanceWindow: "sat:19:00-sat:23:00",
    caCertificate: "rds-ca-ecc384-g1",
    iamAuthentication: false,
    parameters: { max_connections: 500, innodb_log_buffer_size: { value: 16_777_216, afterRestart: true } },
    advancedInsights: true,
    monitoringSeconds: 1,
  },
  "with everything left out": {
    storageGib: 400,
    maxStorageGib: 1_000,
    storageThroughputMibps: 1_000,
    multiAz: { value: false, reason },
    deletionProtection: { value: false, reason },
    finalSnapshot: { value: false, reason },
    backupDays: { value: 0, reason },
    auditLog: "off",
    exportedLogs: [],
    performanceInsights: false,
    monitoringSeconds: 0,
  },
  "of MariaDB": { engine: "mariadb", engineVersion: "11.4" },
  "restored from a shared snapshot": {
    snapshotIdentifier: "arn:aws:rds:eu-west-1:444455556666:snapshot:prod-mysql-final-20261101040000",
    keepAutomatedBackups: { value: false, reason },
  },
};

describeWithTerraform("terraform validate, with the real provider,", () => {
  test.each(Object.entries(CHOICES))(
    "accepts a database %s",
    async (_, database) => {
      await inTemporaryFolder("terraform validate ", async (folder) => {
        const { id } = synthesizeDatabaseTo(folder, sampleWith({ database }));
        expect(await terraformVerdicts(folder, [id])).toEqual([{ stack: id, problems: [] }]);
      });
    },
    2 * VERDICT_TIMEOUT_MS,
  );
});
