import { STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import { testMysql } from "./mysql";
import { type AppSecret, logIn, type RotationWorld, uniqueNames } from "./rotation-world";

/** A secret without a value, and the event that provisions it. */
export interface EmptySecret {
  readonly secret: AppSecret;
  readonly username: string;
  readonly event: ProvisionInput;
  provision(changes?: object): Promise<unknown>;
}

export interface ProvisionInput extends Record<string, unknown> {
  readonly dbname: string;
  readonly username: string;
}

export async function emptySecret(
  world: RotationWorld,
  strategy: StrategyName = "alternating-users",
): Promise<EmptySecret> {
  const secret = await world.secretWith(undefined, [{ Key: STRATEGY_TAG, Value: strategy }]);
  const { engine, host, port } = testMysql();
  const event = {
    action: "provision",
    secretId: secret.arn,
    adminSecretId: world.adminArn,
    engine,
    host,
    port,
    ...uniqueNames(),
    userHost: "%",
    privileges: ["SELECT"],
  };
  return {
    secret,
    username: event.username,
    event,
    provision: (changes = {}) => world.handler({ ...event, ...changes }),
  };
}

/** AWSCURRENT logs in, and a rotation that begins now, or the one that has begun, ends with an AWSCURRENT that logs in. */
export async function requireLive(secret: AppSecret): Promise<void> {
  await logIn(await secret.value());
  const labels = Object.entries(await secret.labels());
  const unfinished = labels.find(([, names]) => names.includes("AWSPENDING") && !names.includes("AWSCURRENT"));
  if (unfinished === undefined) await secret.rotate();
  else {
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
      await secret.step(step, unfinished[0]);
    }
  }
  await logIn(await secret.value());
}
