import type { Construct } from "constructs";
import type { Environment } from "../../environments/schema";
import { encryptionKey } from "../shared/encryption-key";
import { EnvironmentStack } from "../shared/environment-stack";
import { adminRotation } from "./admin-rotation";
import { type DatabaseLocation, databaseInstance } from "./database-instance";

/** RDS for MySQL or MariaDB in private subnets. RDS generates the admin's password and stores it in the admin secret. */
export class DatabaseStack extends EnvironmentStack {
  readonly host: string;
  readonly port: number;
  readonly adminSecretArn: string;
  /** Encrypts the admin secret, the logs and, unless the environment has another key for it, storage and backups. */
  readonly keyArn: string;

  constructor(scope: Construct, environment: Environment, location: DatabaseLocation) {
    super(scope, environment, "database");
    const key = encryptionKey(this, "key", { name: "database", use: "the database, its backups and its admin secret" });
    const instance = databaseInstance(this, key, location);
    this.host = instance.address;
    this.port = instance.port;
    this.adminSecretArn = instance.masterUserSecret.get(0).secretArn;
    this.keyArn = key.arn;
    adminRotation(this, this.adminSecretArn);

    this.output("endpoint", "Host and port of the database.", instance.endpoint);
    this.output("instance_identifier", "What RDS calls the instance.", instance.identifier);
    this.output("engine_version", "The version that runs, minor versions included.", instance.engineVersionActual);
    this.output("admin_secret_arn", "ARN of the secret in which RDS keeps the admin's password.", this.adminSecretArn);
    if (environment.database.finalSnapshot.value) {
      this.output(
        "final_snapshot_identifier",
        "The name of the snapshot that is made when the database is deleted.",
        instance.finalSnapshotIdentifier,
      );
    }
    this.outputWeakenedChoices("database");
  }
}
