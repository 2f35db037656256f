import type { Construct } from "constructs";
import type { Environment } from "../../environments/schema";
import { monitoring } from "../monitoring/monitoring";
import { type EncryptionKey, encryptionKey } from "../shared/encryption-key";
import { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, secretName } from "../shared/naming";
import { describedWindows } from "../shared/rotation-schedule";
import { existingRotator, type Rotator } from "../shared/rotator";
import { type RotationRightsInput, rotationPolicy } from "./function-policy";
import { invokePermission } from "./invoke-permissions";
import { replicaKeys } from "./replica-keys";
import { rotatedSecret } from "./rotated-secret";
import { rotation } from "./rotation";
import { type FunctionPackage, functionNameOf, rotationFunction } from "./rotation-function";
import { consumerRolePolicies } from "./secret-consumers";

export interface AppSecretProps {
  readonly functionPackage: FunctionPackage;
  readonly network: {
    readonly privateSubnetIds: readonly string[];
    readonly functionGroupId: string;
    readonly defaultGroupId: string;
  };
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly adminSecretArn: string;
    readonly keyArn: string;
  };
}

/** The app secrets, the function that rotates them, the proof that rotation works, and the monitoring. */
export class AppSecretStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, props: AppSecretProps) {
    super(scope, environment, "app-secret");
    const { database } = props;
    const key = encryptionKey(this, "key", {
      name: "app-secret",
      use: "app secrets, and settings and log of the function",
    });
    const replicas = replicaKeys(this);
    const secrets = environment.appSecrets.map((settings) =>
      rotatedSecret(this, { key, replicaKeys: replicas }, settings),
    );
    consumerRolePolicies(this, secrets);
    const rights: RotationRightsInput = {
      environment,
      functionArn:
        environment.rotationFunction.arn ?? arnOf(environment, "lambda", `function:${functionNameOf(environment)}`),
      appSecretArns: secrets.map(({ arn }) => arn),
      appSecretKeyArn: key.arn,
      replicaKeys: replicas,
      adminSecretArn: database.adminSecretArn,
      adminSecretKeyArn: database.keyArn,
    };
    const rotator = this.rotator(key, rights, props);
    const permission = invokePermission(this, rotator);
    for (const secret of secrets) {
      rotation(this, secret, {
        rotator,
        permission,
        adminSecretArn: database.adminSecretArn,
        databaseHost: database.host,
        databasePort: database.port,
      });
    }
    const watched = monitoring(this, {
      rotator,
      key,
      appSecrets: secrets,
      adminSecretArn: database.adminSecretArn,
    });

    const byName = <T>(pick: (secret: (typeof secrets)[number]) => T): Record<string, T> =>
      Object.fromEntries(secrets.map((secret) => [secret.settings.name, pick(secret)]));
    this.output(
      "app_secret_arns",
      "ARNs of the app secrets, by name.",
      byName(({ arn }) => arn),
    );
    this.output(
      "consumer_policy_arns",
      "Policies that let an application read one app secret, by its name.",
      byName(({ consumerPolicyArn }) => consumerPolicyArn),
    );
    this.output(
      "rotation_windows",
      "Rotation window of each app secret, by its name: as requested, as deployed, and the command that tells the end of the next one.",
      byName(({ settings }) => ({
        ...describedWindows(settings),
        next_window_command: `aws secretsmanager describe-secret --secret-id ${secretName(environment, settings)} --query NextRotationDate --output text`,
      })),
    );
    this.output("function_name", "Name of the rotation function.", rotator.name);
    this.output("function_arn", "ARN of the rotation function.", rotator.arn);
    if (rotator.own === undefined) {
      this.output("function_policy", "Rights that the existing rotation function needs.", rotationPolicy(rights));
      this.output(
        "function_group_id",
        "Security group that the existing rotation function needs, to reach database and endpoints.",
        props.network.functionGroupId,
      );
    }
    this.output("alerts_topic_arn", "Topic of what somebody has to look at.", watched.alertsTopicArn);
    this.output("rotations_topic_arn", "Topic of successful rotations.", watched.rotationsTopicArn);
    if (watched.dashboardName !== undefined) {
      this.output("dashboard_name", "Name of the CloudWatch dashboard.", watched.dashboardName);
    }
    this.outputWeakenedChoices("appSecrets", "rotationFunction");
  }

  private rotator(key: EncryptionKey, rights: RotationRightsInput, props: AppSecretProps): Rotator {
    const { arn } = this.environment.rotationFunction;
    if (arn !== undefined) return existingRotator(arn);
    return rotationFunction(this, key, {
      functionPackage: props.functionPackage,
      subnetIds: props.network.privateSubnetIds,
      securityGroupId: props.network.functionGroupId,
      replacementSecurityGroupId: props.network.defaultGroupId,
      databaseHost: props.database.host,
      rights,
    });
  }
}
