import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import type { EncryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { databaseIdentifier } from "../shared/naming";
import { weakenedTags } from "../shared/tags";
import { databaseAudit } from "./database-audit";
import { databaseBackups, FIXED_AT_CREATION } from "./database-backups";
import { databaseEngine } from "./database-engine";
import { databaseMonitoring } from "./database-monitoring";
import { databaseParameters } from "./database-parameters";
import { databaseStorage } from "./database-storage";
import { restoredSnapshot } from "./restored-snapshot";

/** Where the instance stands. */
export interface DatabaseLocation {
  readonly privateSubnetIds: readonly string[];
  readonly securityGroupId: string;
}

/** The instance and what it is made of: subnet group, parameters, options, logs and roles. */
export function databaseInstance(stack: EnvironmentStack, key: EncryptionKey, location: DatabaseLocation): DbInstance {
  const { environment } = stack;
  const { database } = environment;
  const identifier = databaseIdentifier(environment);
  const engine = databaseEngine(database);
  const subnetGroup = new DbSubnetGroup(stack, "subnet_group", {
    name: identifier,
    description: `Private subnets of ${environment.name}.`,
    subnetIds: [...location.privateSubnetIds],
  });
  const monitoring = databaseMonitoring(stack, identifier, key);
  const optionGroupName = databaseAudit(stack, engine);
  const storageKeyArn = database.storageKeyArn ?? key.arn;
  const restored = restoredSnapshot(stack, identifier, engine, storageKeyArn);
  return new DbInstance(stack, "instance", {
    identifier,
    engine: engine.name,
    engineVersion: engine.version,
    autoMinorVersionUpgrade: database.minorVersionUpgrades.value,
    allowMajorVersionUpgrade: database.majorVersionUpgrade,
    instanceClass: database.instanceClass,
    parameterGroupName: databaseParameters(stack, engine),
    ...(optionGroupName === undefined ? {} : { optionGroupName }),
    applyImmediately: database.applyImmediately,
    maintenanceWindow: database.maintenanceWindow,

    ...databaseStorage(environment),
    storageEncrypted: true,
    kmsKeyId: storageKeyArn,
    ...(restored === undefined ? {} : { snapshotIdentifier: restored.snapshotIdentifier }),

    username: database.adminUsername,
    manageMasterUserPassword: true,
    // Given when the secret is made: RDS cannot change its key later, and takes the account's own without one.
    masterUserSecretKmsKeyId: key.arn,
    iamDatabaseAuthenticationEnabled: database.iamAuthentication,

    dbSubnetGroupName: subnetGroup.name,
    vpcSecurityGroupIds: [location.securityGroupId],
    publiclyAccessible: false,
    // An emulator has a port and a certificate of its own; asking for others would be a difference in every plan, or a needless wait.
    ...(environment.target.kind === "aws" ? { port: database.port, caCertIdentifier: database.caCertificate } : {}),
    multiAz: database.multiAz.value,
    deletionProtection: database.deletionProtection.value,

    ...databaseBackups(environment, identifier),
    ...monitoring.config,
    tags: weakenedTags({
      "multi-az": database.multiAz,
      "deletion-protection": database.deletionProtection,
      "final-snapshot": database.finalSnapshot,
      "backup-days": database.backupDays,
      "minor-version-upgrades": database.minorVersionUpgrades,
      ...(database.keepAutomatedBackups === undefined ? {} : { "automated-backups": database.keepAutomatedBackups }),
    }),
    lifecycle: { ignoreChanges: FIXED_AT_CREATION, ...restored?.conditions },
    ...(restored === undefined ? {} : { timeouts: { create: "3h" } }),
    dependsOn: [...monitoring.first],
  });
}
