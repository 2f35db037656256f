import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { databaseMonitoring } from "./database-monitoring";
import { databaseParameters } from "./database-parameters";
import { type EncryptionKey, encryptionKey } from "./encryption-key";
import { EnvironmentStack } from "./environment-stack";
import { resourceName } from "./naming";
import { weakenedTags } from "./tags";

/** UTC. After the default rotation window (00:00 to 02:00), so that a restart and a rotation do not meet. */
const BACKUP_WINDOW = "03:00-04:00";
const MAINTENANCE_WINDOW = "sun:04:30-sun:05:30";

export interface DatabaseProps {
  readonly privateSubnetIds: readonly string[];
  readonly securityGroupId: string;
}

/** RDS MySQL in private subnets. RDS itself makes the admin's password and keeps it in the admin secret. */
export class DatabaseStack extends EnvironmentStack {
  readonly host: string;
  readonly port: number;
  readonly adminSecretArn: string;
  /** Encrypts storage, backups, logs and the admin secret. */
  readonly keyArn: string;

  constructor(scope: Construct, environment: Environment, props: DatabaseProps) {
    super(scope, environment, "database");
    const key = encryptionKey(this, "key", { name: "database", use: "the database, its backups and its admin secret" });
    const instance = databaseInstance(this, key, props);
    this.host = instance.address;
    this.port = instance.port;
    this.adminSecretArn = instance.masterUserSecret.get(0).secretArn;
    this.keyArn = key.arn;

    this.output("endpoint", "Host and port of the database.", instance.endpoint);
    this.output("admin_secret_arn", "ARN of the secret in which RDS keeps the admin's password.", this.adminSecretArn);
    this.outputWeakenedChoices("database");
  }
}

function databaseInstance(stack: DatabaseStack, key: EncryptionKey, props: DatabaseProps): DbInstance {
  const { environment } = stack;
  const { database } = environment;
  const identifier = resourceName(environment, "mysql");
  const subnetGroup = new DbSubnetGroup(stack, "subnet_group", {
    name: identifier,
    description: `Private subnets of ${environment.name}.`,
    subnetIds: [...props.privateSubnetIds],
  });
  const monitoring = databaseMonitoring(stack, identifier, key);
  const { multiAz, deletionProtection, finalSnapshot, backupDays } = database;
  return new DbInstance(stack, "instance", {
    identifier,
    engine: "mysql",
    engineVersion: database.engineVersion,
    autoMinorVersionUpgrade: true,
    instanceClass: database.instanceClass,
    parameterGroupName: databaseParameters(stack),
    applyImmediately: database.applyImmediately,

    storageType: "gp3",
    allocatedStorage: database.storageGib,
    maxAllocatedStorage: database.maxStorageGib,
    storageEncrypted: true,
    kmsKeyId: key.arn,

    username: database.adminUsername,
    manageMasterUserPassword: true,
    masterUserSecretKmsKeyId: key.arn,

    dbSubnetGroupName: subnetGroup.name,
    vpcSecurityGroupIds: [props.securityGroupId],
    publiclyAccessible: false,
    // An emulator answers with the port of a real MySQL; a port asked for here would be a difference in every plan.
    ...(environment.target.kind === "aws" ? { port: database.port } : {}),

    multiAz: multiAz.value,
    deletionProtection: deletionProtection.value,
    backupRetentionPeriod: backupDays.value,
    backupWindow: BACKUP_WINDOW,
    maintenanceWindow: MAINTENANCE_WINDOW,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: !finalSnapshot.value,
    skipFinalSnapshot: !finalSnapshot.value,
    // A name that was used once is taken. The key is new whenever the stack is, so the name is, too.
    ...(finalSnapshot.value ? { finalSnapshotIdentifier: `${identifier}-final-${key.keyId}` } : {}),

    ...monitoring.config,
    tags: weakenedTags({
      "multi-az": multiAz,
      "deletion-protection": deletionProtection,
      "final-snapshot": finalSnapshot,
      "backup-days": backupDays,
    }),
    dependsOn: [...monitoring.first],
  });
}
