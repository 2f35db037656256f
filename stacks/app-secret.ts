import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { encryptionKey } from "./encryption-key";
import { EnvironmentStack } from "./environment-stack";
import { rotatedSecret } from "./rotated-secret";
import { rotation } from "./rotation";
import { type FunctionPackage, rotationFunction } from "./rotation-function";

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

/** The app secrets, the function that rotates them, and the proof that it can. */
export class AppSecretStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, props: AppSecretProps) {
    super(scope, environment, "app-secret");
    const { functionPackage, network, database } = props;
    const key = encryptionKey(this, "key", {
      name: "app-secret",
      use: "app secrets, and settings and log of the function",
    });
    const secrets = environment.appSecrets.map((settings) => rotatedSecret(this, key, settings));
    const rotator = rotationFunction(this, key, {
      functionPackage,
      subnetIds: network.privateSubnetIds,
      securityGroupId: network.functionGroupId,
      replacementSecurityGroupId: network.defaultGroupId,
      databaseHost: database.host,
      appSecretArns: secrets.map(({ arn }) => arn),
      adminSecretArn: database.adminSecretArn,
      adminSecretKeyArn: database.keyArn,
    });
    for (const secret of secrets) {
      rotation(this, secret, {
        rotationFunction: rotator,
        functionPackage,
        adminSecretArn: database.adminSecretArn,
        databaseHost: database.host,
        databasePort: database.port,
      });
    }

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
    this.output("function_name", "Name of the rotation function.", rotator.resource.functionName);
    this.output("function_arn", "ARN of the rotation function.", rotator.resource.arn);
    this.outputWeakenedChoices("appSecrets");
  }
}
