import { CreateSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Environment } from "../../environments";
import { STRATEGY_TAG } from "../../rotation-fn/settings";

/** An app secret that is rehearsed: where it is, and what its environment says about it. */
export interface RehearsedSecret {
  readonly name: string;
  readonly arn: string;
  readonly database: string;
  readonly username: string;
  readonly userHost: string;
  readonly privileges: readonly string[];
  readonly strategy: string;
}

/** The secrets that the function finds: the admin's and every app secret of the environment. */
export interface RehearsedSecrets {
  readonly adminArn: string;
  readonly app: readonly RehearsedSecret[];
}

/**
 * Creates the secrets as a deployment does: an admin secret like the one that RDS manages (`username` and `password`, nothing
 * else), and app secrets without a value, tagged with their strategy. Their first value comes from the function.
 */
export async function createSecrets(
  secretsManager: SecretsManagerClient,
  environmentName: string,
  appSecrets: Environment["appSecrets"],
  admin: { readonly username: string; readonly password: string },
): Promise<RehearsedSecrets> {
  const { username, password } = admin;
  const adminSecret = await secretsManager.send(
    new CreateSecretCommand({
      Name: `rds!db-${environmentName}`,
      SecretString: JSON.stringify({ username, password }),
    }),
  );
  const app: RehearsedSecret[] = [];
  for (const { name, strategy, database, userHost, privileges, username } of appSecrets) {
    const created = await secretsManager.send(
      new CreateSecretCommand({
        Name: `${environmentName}/${name}`,
        Tags: [{ Key: STRATEGY_TAG, Value: strategy.value }],
      }),
    );
    app.push({
      name: `${environmentName}/${name}`,
      arn: created.ARN ?? "",
      database,
      username,
      userHost,
      privileges,
      strategy: strategy.value,
    });
  }
  return { adminArn: adminSecret.ARN ?? "", app };
}
