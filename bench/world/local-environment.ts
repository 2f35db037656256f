import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Environment, parseEnvironment } from "../../environments";
import { local } from "../../environments/local";
import { startGateway } from "../../local/aws/gateway/start";
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from "../../local/aws/local-account";
import { pause } from "../../local/terminal/interruption";
import { operatorCall } from "../../local/terraform/operator-call";
import { connectAws } from "../../ops/aws/connect";
import type { Aws } from "../../ops/aws/ports";
import { STRATEGY_TAG } from "../../rotation-fn/settings";
import { provisionEvent } from "../../stacks/shared/function-events";
import { databaseIdentifier, resourceName, secretName } from "../../stacks/shared/naming";
import type { World } from "./world";

const CREDENTIALS = { accessKeyId: "deployer", secretAccessKey: "not-checked" };

/** An environment with many app secrets at a local AWS of its own, with the packaged function and a real MySQL behind it. */
export interface LocalEnvironment {
  readonly environment: Environment;
  aws(): Aws;
}

/**
 * Makes what an operator's command asks: function, database, secrets with users. Without Terraform, which takes minutes for so many. The
 * world's cleanup ends it.
 */
export async function localEnvironment(
  appSecrets: number,
  { packaged, cleanup, signal }: Pick<World, "packaged" | "cleanup" | "signal">,
): Promise<LocalEnvironment> {
  const { zipFile } = await packaged();
  const environment = parseEnvironment("local", {
    ...local,
    appSecrets: Array.from({ length: appSecrets }, (_, index) => ({
      name: `app${index}`,
      database: "shop",
      username: `app${index}`,
      recoveryWindowDays: { value: 0, reason: "is measured once" },
    })),
  });
  const folder = await mkdtemp(path.join(tmpdir(), "bench-local-aws-"));
  cleanup.add("the folder of the local AWS", () => rm(folder, { recursive: true, force: true }));
  const gateway = await startGateway({ stateFolder: folder, region: LOCAL_REGION });
  cleanup.add("the local AWS", () => gateway.stop());
  const before = process.env.AWS_ENDPOINT_URL;
  cleanup.add("the address of the local AWS", () => {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = before;
  });
  process.env.AWS_ENDPOINT_URL = gateway.url;
  const aws = (): Aws => connectAws(environment, { isLocal: true, profile: undefined });
  await createFunction(gateway.url, environment, zipFile);
  await createDatabase(gateway.url, environment, aws(), signal);
  await createSecrets(gateway.url, environment, aws());
  return { environment, aws };
}

async function createFunction(endpoint: string, environment: Environment, zipFile: string): Promise<void> {
  const FunctionName = resourceName(environment, "rotation");
  const role = { Action: "CreateRole", RoleName: FunctionName, AssumeRolePolicyDocument: "{}", Version: "2010-05-08" };
  await operatorCall(endpoint, { service: "iam", form: role });
  const client = new LambdaClient({ endpoint, region: LOCAL_REGION, credentials: CREDENTIALS });
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: `arn:aws:iam::${LOCAL_ACCOUNT_ID}:role/${FunctionName}`,
      Code: { ZipFile: await readFile(zipFile) },
      Timeout: 300,
      MemorySize: 512,
    }),
  );
  client.destroy();
}

async function createDatabase(
  endpoint: string,
  environment: Environment,
  aws: Aws,
  signal: AbortSignal,
): Promise<void> {
  const client = new RDSClient({ endpoint, region: LOCAL_REGION, credentials: CREDENTIALS });
  await client.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: databaseIdentifier(environment),
      DBInstanceClass: "db.t4g.micro",
      Engine: "mysql",
      AllocatedStorage: 20,
      MasterUsername: "admin",
      ManageMasterUserPassword: true,
    }),
  );
  client.destroy();
  while ((await aws.database.instance())?.status !== "available") await pause(250, signal);
}

async function createSecrets(endpoint: string, environment: Environment, aws: Aws): Promise<void> {
  const client = new SecretsManagerClient({ endpoint, region: LOCAL_REGION, credentials: CREDENTIALS });
  const { host = "", port = 0, adminSecretArn = "" } = (await aws.database.instance()) ?? {};
  for (const settings of environment.appSecrets) {
    const { ARN = "" } = await client.send(
      new CreateSecretCommand({
        Name: secretName(environment, settings),
        Tags: [{ Key: STRATEGY_TAG, Value: settings.strategy.value }],
      }),
    );
    const where = { secretId: ARN, adminSecretId: adminSecretArn, host, port };
    await aws.rotationFunction.invoke(provisionEvent(environment, settings, where));
  }
  client.destroy();
}
