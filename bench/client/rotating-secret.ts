import { CreateSecretCommand, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { newPassword } from "../../local/mysql/accounts";
import { connect, runStatements } from "../../local/mysql/connection";
import { LocalError } from "../../local/terminal/error";
import { pause } from "../../local/terminal/interruption";
import { STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import { functionArn } from "../world/rotate";
import type { Stage } from "../world/stage";
import type { World } from "../world/world";
import type { Order } from "./program/order";

/** A secret that this project's function provisioned and rotates, and an account beside it that stays as it is. */
export interface RotatingSecret {
  /** What every process is told. */
  readonly order: Omit<Order, "task" | "contestants">;
  /** How often it has rotated. */
  rotations(): number;
  /** Rotates at this interval until the signal. Throws `rotation_failed`. */
  rotateEvery(intervalMs: number, signal: AbortSignal): Promise<void>;
}

/** Makes database, users and secret through the function's own action, as a deployment does. */
export async function rotatingSecret(world: World, stage: Stage, strategy: StrategyName): Promise<RotatingSecret> {
  const { mysql, prefix, operator, server, adminArns } = stage;
  const [kind] = await world.functions(mysql.engine);
  if (kind === undefined) throw new TypeError("no function");
  const fn = await kind.start({ strategy });
  const arn = functionArn(stage, fn.accessKeyId);
  stage.functions.set(arn, (_arn, event) => fn.invoke(event));
  const name = strategy.replaceAll("-", "_").slice(0, 6);
  const database = `${prefix}${name}`;
  const created = await operator.send(
    new CreateSecretCommand({ Name: `bench/client-${strategy}`, Tags: [{ Key: STRATEGY_TAG, Value: strategy }] }),
  );
  const secretId = created.ARN ?? "";
  const { engine, host, port, caPem } = mysql;
  const names = { dbname: database, username: `${prefix}${name}`, userHost: "%", privileges: ["SELECT"] };
  const event = { action: "provision", secretId, adminSecretId: adminArns.managed, engine, host, port, ...names };
  const provisioned = await fn.invoke(event);
  if (!provisioned.ok) throw failed("provisioning", strategy, provisioned.errorMessage);
  const fixed = { user: `${prefix}fixed_${name}`, password: newPassword() };
  const root = await connect(mysql, mysql.root);
  await runStatements(root, [
    `CREATE USER '${fixed.user}'@'%' IDENTIFIED BY '${fixed.password}'`,
    `GRANT SELECT ON \`${database}\`.* TO '${fixed.user}'@'%'`,
  ]).finally(() => root.destroy());
  const rotate = new RotateSecretCommand({
    SecretId: secretId,
    RotationLambdaARN: arn,
    RotationRules: { AutomaticallyAfterDays: 2 },
  });
  let rotations = 0;
  return {
    order: {
      address: { host, port, database, caPem },
      secretId,
      region: server.region,
      endpoint: server.url,
      fixed,
    },
    rotations: () => rotations,
    async rotateEvery(intervalMs, signal) {
      for (let dueMs = performance.now(); !signal.aborted; dueMs += intervalMs) {
        await pause(Math.max(0, dueMs - performance.now()), signal).catch(() => undefined);
        if (signal.aborted) break;
        await operator.send(rotate);
        const { status, reason } = await server.rotationSettled(secretId);
        if (status !== "succeeded") throw failed("a rotation", strategy, reason);
        rotations += 1;
      }
    },
  };
}

function failed(what: string, strategy: string, reason = "no reason was given"): LocalError {
  return new LocalError("rotation_failed", {
    problem: `${what} under ${strategy} failed`,
    found: reason,
    remedy: "read what was found; figures of a rotation that fails would be worth nothing",
  });
}
