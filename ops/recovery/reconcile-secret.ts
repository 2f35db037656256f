import type { AppSecretChoice, Environment } from "../../environments/schema";
import type { ProvisionResult } from "../../rotation-fn/actions/provision";
import { provisionEvent } from "../../stacks/shared/function-events";
import { databaseIdentifier } from "../../stacks/shared/naming";
import type { Aws } from "../aws/ports";
import { OpsError } from "../error";

/**
 * Sends the function the event of a deployment: it creates what is missing and brings database, user, grants and password back to the
 * environment file and to AWSCURRENT. The function's admin does it; no password is shown.
 */
export async function reconcileSecret(
  aws: Aws,
  environment: Environment,
  settings: AppSecretChoice,
  secretId: string,
): Promise<ProvisionResult> {
  const event = provisionEvent(environment, settings, { secretId, ...(await databaseOf(aws, environment)) });
  return (await aws.rotationFunction.invoke(event)) as ProvisionResult;
}

/** Address and admin come from RDS itself, so that no state has to be read. */
async function databaseOf(aws: Aws, environment: Environment) {
  const instance = await aws.database.instance();
  if (instance === undefined) {
    throw new OpsError("not_deployed", {
      problem: `the database ${databaseIdentifier(environment)} does not exist, or has no address yet`,
      remedy: `deploy the environment (npm run deploy -- '${environment.name}-*')`,
    });
  }
  if (instance.adminSecretArn === undefined) {
    throw new OpsError("refused", {
      problem: `RDS does not manage the admin password of ${instance.identifier}`,
      allowed: "an instance with a managed admin secret",
      remedy: "deploy the environment, which switches that on",
    });
  }
  return { adminSecretId: instance.adminSecretArn, host: instance.host, port: instance.port };
}
