import { GetSecretValueCommand, RotateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createRotatingPool, type RotatingPool, type RotatingPoolSettings } from "../../../client/src";
import type { RotatingCredentialOptions } from "../../../client/src/options";
import { testMysql } from "../../support/mysql";
import { type AppSecret, type RotationWorld, rotationWorld } from "../../support/rotation-world";

export type Strategy = "alternating-users" | "single-user" | "admin-rotated";

/** An application with a pool, on a real MySQL, whose secret the real function rotates in a local Secrets Manager. */
export interface RotatingApplication {
  readonly world: RotationWorld;
  readonly secret: AppSecret;
  /** A client of the application: its calls can be told from those of the function and the test. */
  readonly client: SecretsManagerClient;
  pool(options?: Partial<RotatingPoolSettings & RotatingCredentialOptions>): RotatingPool;
  /** One whole rotation. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

export interface ApplicationOptions {
  /** Where the application finds Secrets Manager; without it the world's. */
  readonly endpoint?: string;
  /** The authority of the MySQL; without it that of the shared one. */
  readonly caPem?: string;
}

export async function rotatingApplication(
  strategy: Strategy = "alternating-users",
  world?: RotationWorld,
  options: ApplicationOptions = {},
): Promise<RotatingApplication> {
  const { caPem = testMysql().caPem } = options;
  const own = world ?? (await rotationWorld({}, { runsRotations: true }));
  const secret = await own.provisioned({
    privileges: ["SELECT", "INSERT", "UPDATE", "CREATE", "CREATE TEMPORARY TABLES", "CREATE VIEW", "SHOW VIEW"],
    tags: [{ Key: "rotation:strategy", Value: strategy }],
  });
  const client = new SecretsManagerClient({
    endpoint: options.endpoint ?? own.endpoint,
    maxAttempts: 1,
    region: "us-east-1",
    credentials: { accessKeyId: "APPLICATION", secretAccessKey: "unused" },
  });
  const pools: RotatingPool[] = [];
  return {
    world: own,
    secret,
    client,
    pool(poolOptions = {}) {
      const pool = createRotatingPool({ secretId: secret.arn, client, ssl: { ca: caPem }, ...poolOptions });
      pools.push(pool);
      return pool;
    },
    async rotate() {
      const before = await currentVersion(own, secret);
      await own.client.send(
        new RotateSecretCommand({
          SecretId: secret.arn,
          RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:rotation-fn",
          RotationRules: { AutomaticallyAfterDays: 2 },
        }),
      );
      await own.settled(secret.arn);
      if ((await currentVersion(own, secret)) === before) throw new Error(`the rotation of ${secret.name} failed`);
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
      client.destroy();
      if (world === undefined) await own.close();
    },
  };
}

async function currentVersion(world: RotationWorld, secret: AppSecret): Promise<string | undefined> {
  return (await world.client.send(new GetSecretValueCommand({ SecretId: secret.arn }))).VersionId;
}
