import { randomUUID } from "node:crypto";
import { CancelRotateSecretCommand, CreateSecretCommand, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { RunningMysql } from "../../local/mysql/running-mysql";
import { STRATEGY_NAMES, STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import { type FunctionInProcess, functionInProcess } from "./function-in-process";

/** An operation that the function was seen asking Secrets Manager for. */
export interface RecordedOperation {
  readonly operation: string;
  readonly secret: "app secret" | "admin secret";
  /** What the function was doing, in the order of the alphabet. */
  readonly during: readonly string[];
}

type Server = Pick<RunningMysql, "host" | "port" | "caPem" | "admin">;

/**
 * Has the function do everything that it can do, with every strategy, on a real MySQL and the embedded Secrets Manager, and
 * returns each operation that it called: sorted, each once, without anything that differs from run to run.
 */
export async function recordCalls(mysql: Server): Promise<readonly RecordedOperation[]> {
  const world = await functionInProcess(mysql.caPem);
  try {
    const { username, password } = mysql.admin;
    const admin = await world.operator.send(
      new CreateSecretCommand({ Name: `rds!db-${randomUUID()}`, SecretString: JSON.stringify({ username, password }) }),
    );
    const adminArn = admin.ARN ?? "";
    for (const strategy of STRATEGY_NAMES) await liveThrough(world, mysql, adminArn, strategy);
    return merged(world, adminArn);
  } finally {
    await world.close();
  }
}

/** The life of one app secret: made, rotated, stuck, helped, audited, destroyed. */
async function liveThrough(
  world: FunctionInProcess,
  mysql: Server,
  adminArn: string,
  strategy: StrategyName,
): Promise<void> {
  const { handler, operator, server } = world;
  const created = await operator.send(
    new CreateSecretCommand({ Name: `app-${randomUUID()}`, Tags: [{ Key: STRATEGY_TAG, Value: strategy }] }),
  );
  const secretId = created.ARN ?? "";
  const id = randomUUID().slice(0, 8);
  const ofUsers = {
    secretId,
    adminSecretId: adminArn,
    host: mysql.host,
    port: mysql.port,
    username: `recorded_${id}`,
  };
  const tracking = { action: "track-app-users", ...ofUsers };
  const provisioning = {
    action: "provision",
    ...ofUsers,
    dbname: `recorded_${id}`,
    userHost: "%",
    privileges: ["SELECT"],
  };
  const rotate = async () => {
    await operator.send(
      new RotateSecretCommand({
        SecretId: secretId,
        RotationLambdaARN: `arn:aws:lambda:${server.region}:${server.accountId}:function:rotation`,
        RotationRules: { AutomaticallyAfterDays: 2 },
      }),
    );
    return server.rotationSettled(secretId);
  };
  const succeed = async () => {
    const { status, steps } = await rotate();
    if (status !== "succeeded") throw new Error(`a rotation by ${strategy} failed: ${steps.at(-1)?.errorMessage}`);
  };

  world.during("track-app-users");
  await handler({ ...tracking, tf: { action: "create", prev_input: null } });
  world.during("provision, first");
  await handler(provisioning);
  world.during("rotation-baseline");
  await handler({ action: "rotation-baseline", secretId });
  world.during(`rotation, ${strategy}`);
  await succeed();
  await succeed();
  world.during("provision, again");
  await handler(provisioning);
  world.during("await-rotation, done");
  await handler({ action: "await-rotation", secretId, timeoutSeconds: 60 });

  world.during("rotation, made to fail");
  world.failSteps(true);
  await rotate();
  world.failSteps(false);
  world.during("await-rotation, stuck");
  await handler({ action: "await-rotation", secretId, timeoutSeconds: 120 });

  world.during("audit");
  await handler({ action: "audit", secretIds: [secretId] });
  await operator.send(new CancelRotateSecretCommand({ SecretId: secretId }));
  world.during("track-app-users, delete");
  await handler({ ...tracking, tf: { action: "delete", prev_input: tracking } });
}

function merged(world: FunctionInProcess, adminArn: string): readonly RecordedOperation[] {
  const during = new Map<string, Set<string>>();
  for (const call of world.calls()) {
    const key = `${call.operation} ${call.secretId === adminArn ? "admin secret" : "app secret"}`;
    during.set(key, (during.get(key) ?? new Set()).add(call.during));
  }
  return [...during]
    .map(([key, names]): RecordedOperation => {
      const [operation = "", ...secret] = key.split(" ");
      return {
        operation,
        secret: secret[0] === "admin" ? "admin secret" : "app secret",
        during: [...names].sort(),
      };
    })
    .sort((one, other) => `${one.secret} ${one.operation}`.localeCompare(`${other.secret} ${other.operation}`));
}
