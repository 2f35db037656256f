import path from "node:path";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { startFunctionProcess } from "../../local/aws/function/start";
import { startSecretsManager } from "../../local/aws/secrets-manager/start";
import { packageRotationFunction } from "../../rotation-fn/package";
import { STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import { breakpoint, relayWithBreakpoint } from "./breakpoint";
import { testMysql } from "./mysql";
import { type AppValue, logIn, uniqueNames } from "./rotation-world";
import { temporaryFolder } from "./temporary-folder";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:rotation-fn";

/** What must hold for secrets of one strategy, whenever the function is killed. */
export interface Invariants {
  readonly strategy: StrategyName;
  /** What is wrong right after a kill, before anything is retried; a line each. */
  afterKill(current: AppValue, pending: AppValue | undefined): Promise<readonly string[]>;
  /** Throws when something is wrong after a rotation that was killed and completed. */
  afterRotation(current: AppValue, previous: AppValue): Promise<void>;
}

/** The packaged function in a process of its own, between a Secrets Manager and a MySQL that both see every moment. */
export interface KilledRotations {
  /** A new secret whose database and user were provisioned; its ARN. */
  provisioned(): Promise<string>;
  /**
   * One rotation whose process is killed (SIGKILL) at a moment, by its number or name (0: never): before or after the effect of an
   * API call, or at a piece of data between it and MySQL. Secrets Manager then runs the same token again. Expects that this
   * completes and that the invariants held; gives the names of the moments.
   */
  rotate(arn: string, moment: number | string): Promise<readonly string[]>;
  value(arn: string, label: string): Promise<AppValue | undefined>;
  /** How many processes were killed since this was last asked. */
  kills(): number;
  close(): Promise<void>;
}

export async function killedRotations(invariants: Invariants): Promise<KilledRotations> {
  const wire = breakpoint();
  /** What was found to be wrong right after a kill, before anything was retried. */
  let violations: string[] = [];
  let kills = 0;
  let step = "";

  const mysql = testMysql();
  const pass = (what: string): boolean => wire.pass(`${step}: ${what}`);
  const relay = await relayWithBreakpoint(mysql.port, { pass });
  const zipFile = path.join(temporaryFolder(), "rotation-fn.zip");
  await packageRotationFunction({ regions: ["us-east-1"], outFile: zipFile });
  const cut = (operation: string, when: string, accessKeyId: string): void => {
    // An exception before the effect prevents it; one after it loses the reply.
    if (accessKeyId === "FUNCTION" && pass(`${operation} ${when}`)) throw new Error("the process was killed");
  };
  const server = await startSecretsManager({
    invokeFunction: async (_, event) => {
      step = event.Step;
      const outcome = await fn.invoke(event);
      if (outcome.ok) return { ok: true };
      await inspect(event.SecretId);
      return { ok: false, errorType: outcome.errorType, errorMessage: outcome.errorMessage };
    },
    retry: { attempts: 3, delayMs: 0 },
    onCall: ({ operation, accessKeyId }) => cut(operation, "before its effect", accessKeyId),
    afterCall: ({ operation, accessKeyId }) => cut(operation, "after its effect", accessKeyId),
  });
  const fn = await startFunctionProcess({
    zipFile,
    timeoutMs: 20_000,
    environment: {
      AWS_REGION: server.region,
      AWS_ACCESS_KEY_ID: "FUNCTION",
      AWS_SECRET_ACCESS_KEY: "unused",
      SECRETS_MANAGER_ENDPOINT: server.url,
      DATABASE_CA_FILE: mysql.caFile,
    },
  });
  const client = new SecretsManagerClient({
    endpoint: server.url,
    region: server.region,
    credentials: { accessKeyId: "TEST", secretAccessKey: "unused" },
  });
  const { username, password } = mysql.admin;
  const SecretString = JSON.stringify({ username, password });
  const adminArn = (await client.send(new CreateSecretCommand({ Name: "rds!db-killed", SecretString }))).ARN ?? "";

  const value = async (arn: string, label: string): Promise<AppValue | undefined> => {
    const command = new GetSecretValueCommand({ SecretId: arn, VersionStage: label });
    const answer = await client.send(command).catch(() => undefined);
    // Past the relay: what a test does itself is no moment of the rotation.
    return answer?.SecretString === undefined
      ? undefined
      : { ...JSON.parse(answer.SecretString), port: testMysql().port };
  };
  const inspect = async (arn: string): Promise<void> => {
    const current = await value(arn, "AWSCURRENT");
    if (current === undefined) return void violations.push("no AWSCURRENT");
    violations.push(...(await invariants.afterKill(current, await value(arn, "AWSPENDING"))));
  };

  return {
    async provisioned() {
      wire.arm(0, () => undefined);
      const names = uniqueNames();
      const Tags = [{ Key: STRATEGY_TAG, Value: invariants.strategy }];
      const secretId = (await client.send(new CreateSecretCommand({ Name: names.username, Tags }))).ARN ?? "";
      const event = { ...names, secretId, adminSecretId: adminArn, host: "localhost", port: relay.port };
      const privileges = ["SELECT", "DELETE"];
      const outcome = await fn.invoke({ action: "provision", ...event, userHost: "%", privileges });
      if (!outcome.ok) throw new Error(outcome.errorMessage);
      return secretId;
    },
    async rotate(arn, moment) {
      violations = [];
      wire.arm(moment, () => fn.kill());
      const RotationRules = { AutomaticallyAfterDays: 2 };
      const { VersionId } = await client.send(
        new RotateSecretCommand({ SecretId: arn, RotationLambdaARN: ARN, RotationRules }),
      );
      const { status, steps } = await server.rotationSettled(arn);
      const token = (await client.send(new GetSecretValueCommand({ SecretId: arn }))).VersionId;
      if (wire.tripped() !== undefined) kills++;
      const outcome = { status, violations, token, steps: status === "failed" ? steps : [] };
      expect({ moment: wire.tripped(), ...outcome }).toEqual({
        moment: wire.tripped(),
        status: "succeeded",
        violations: [],
        token: VersionId,
        steps: [],
      });
      const [current, previous] = [await value(arn, "AWSCURRENT"), await value(arn, "AWSPREVIOUS")];
      if (current === undefined || previous === undefined) throw new Error("a label is missing");
      await invariants.afterRotation(current, previous);
      return wire.moments();
    },
    value,
    kills() {
      const since = kills;
      kills = 0;
      return since;
    },
    async close() {
      client.destroy();
      await fn.stop();
      await server.close();
      await relay.close();
    },
  };
}

/** The moments around the two effects of a rotation that are not the database's. */
export const SECRET_EFFECTS = ["createSecret: PutSecretValue", "finishSecret: UpdateSecretVersionStage"].flatMap(
  (operation) => [`${operation} before its effect`, `${operation} after its effect`],
);

/**
 * Every moment of the steps that change anything, by number, and a few of testSecret, which only reads. How data is cut into pieces
 * differs a little from run to run, so the last of all may not come.
 */
export function everyMoment(moments: readonly string[]): number[] {
  return moments.flatMap((name, index) => (name.startsWith("testSecret") && index % 4 !== 0 ? [] : [index + 1]));
}

/** Whether the login works, past everything that could fail but the password: its database need not be the user's. */
export function isAccepted(value: AppValue): Promise<boolean> {
  return logIn({ ...value, dbname: "information_schema" }).then(
    () => true,
    () => false,
  );
}
