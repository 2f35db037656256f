import path from "node:path";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type FunctionProcess, startFunctionProcess } from "../../local/function/start";
import { type SecretsManagerServer, startSecretsManager } from "../../local/secrets-manager/start";
import { packageRotationFunction } from "../../rotation-fn/package";
import { testMysql } from "../support/mysql";
import { type AppValue, grantsOf, logIn, uniqueNames } from "../support/rotation-world";
import { temporaryFolder } from "../support/temporary-folder";
import { relayWithTripwire, tripwire } from "../support/tripwire";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:rotation-fn";

/**
 * The packaged function in a process of its own, killed (SIGKILL) at a moment of a rotation: before or after the effect of one
 * of its API calls, or at a piece of data between it and MySQL. Secrets Manager then runs the same token again.
 */
describe("a rotation whose process is killed", () => {
  const wire = tripwire();
  let relay: Awaited<ReturnType<typeof relayWithTripwire>>;
  let server: SecretsManagerServer;
  let client: SecretsManagerClient;
  let fn: FunctionProcess;
  let adminArn: string;
  /** What was found to be wrong right after a kill, before anything was retried. */
  let violations: string[] = [];
  let kills = 0;
  let step = "";
  beforeEach(() => {
    kills = 0;
  });

  beforeAll(async () => {
    const mysql = testMysql();
    const pass = (what: string): boolean => wire.pass(`${step}: ${what}`);
    relay = await relayWithTripwire(mysql.port, { pass });
    const zipFile = path.join(temporaryFolder(), "rotation-fn.zip");
    await packageRotationFunction({ regions: ["us-east-1"], outFile: zipFile });
    const cut = (operation: string, when: string, accessKeyId: string): void => {
      // An exception before the effect prevents it; one after it loses the reply.
      if (accessKeyId === "FUNCTION" && pass(`${operation} ${when}`)) throw new Error("the process was killed");
    };
    server = await startSecretsManager({
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
    fn = await startFunctionProcess({
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
    client = new SecretsManagerClient({
      endpoint: server.url,
      region: server.region,
      credentials: { accessKeyId: "TEST", secretAccessKey: "unused" },
    });
    const { username, password } = mysql.admin;
    const SecretString = JSON.stringify({ username, password });
    adminArn = (await client.send(new CreateSecretCommand({ Name: "rds!db-killed", SecretString }))).ARN ?? "";
  });
  afterAll(async () => {
    client.destroy();
    await fn.stop();
    await server.close();
    await relay.close();
  });

  const value = async (arn: string, label: string): Promise<AppValue | undefined> => {
    const command = new GetSecretValueCommand({ SecretId: arn, VersionStage: label });
    const answer = await client.send(command).catch(() => undefined);
    // Past the relay: what this test does itself is no moment of the rotation.
    return answer?.SecretString === undefined
      ? undefined
      : { ...JSON.parse(answer.SecretString), port: testMysql().port };
  };
  /** AWSCURRENT logs in, whatever happened; and if the pending password works, its user has every right. */
  const inspect = async (arn: string): Promise<void> => {
    const current = await value(arn, "AWSCURRENT");
    const pending = await value(arn, "AWSPENDING");
    if (current === undefined) return void violations.push("no AWSCURRENT");
    await logIn(current).catch((error: Error) => violations.push(`AWSCURRENT is refused: ${error.message}`));
    if (pending === undefined) return;
    const accepted = await logIn({ ...pending, dbname: "information_schema" }).then(
      () => true,
      () => false,
    );
    if (!accepted) return;
    const [want, have] = [await grantsOf(current.username), await grantsOf(pending.username)];
    if (want.join() !== have.join()) violations.push(`a usable user without its rights: ${have.join("; ")}`);
  };
  const provisioned = async (): Promise<string> => {
    wire.arm(0, () => undefined);
    const names = uniqueNames();
    const secretId = (await client.send(new CreateSecretCommand({ Name: names.username }))).ARN ?? "";
    const event = { ...names, secretId, adminSecretId: adminArn, host: "localhost", port: relay.port };
    const outcome = await fn.invoke({ action: "provision", ...event, userHost: "%", privileges: ["SELECT", "DELETE"] });
    if (!outcome.ok) throw new Error(outcome.errorMessage);
    return secretId;
  };
  /** One rotation with a kill at the given moment; 0 for none. Gives the names of its moments. */
  const rotate = async (arn: string, moment: number | string): Promise<readonly string[]> => {
    violations = [];
    wire.arm(moment, () => fn.kill());
    const RotationRules = { AutomaticallyAfterDays: 2 };
    const { VersionId } = await client.send(
      new RotateSecretCommand({ SecretId: arn, RotationLambdaARN: ARN, RotationRules }),
    );
    const { status, steps } = await server.rotationSettled(arn);
    const after = {
      status,
      violations,
      token: (await client.send(new GetSecretValueCommand({ SecretId: arn }))).VersionId,
    };
    if (wire.tripped() !== undefined) kills++;
    expect({ moment: wire.tripped(), ...after, steps: status === "failed" ? steps : [] }).toEqual({
      moment: wire.tripped(),
      status: "succeeded",
      violations: [],
      token: VersionId,
      steps: [],
    });
    const [current, previous] = [await value(arn, "AWSCURRENT"), await value(arn, "AWSPREVIOUS")];
    if (current === undefined || previous === undefined) throw new Error("a label is missing");
    await logIn(current);
    await logIn(previous);
    expect(await grantsOf(current.username)).toEqual(await grantsOf(previous.username));
    return wire.moments();
  };

  it("completes the first rotation with the same token, wherever it is killed", async () => {
    const moments = await rotate(await provisioned(), 0);
    for (const moment of [...EFFECTS, ...every(4, moments)]) await rotate(await provisioned(), moment);
    expect(kills).toBeGreaterThanOrEqual(40);
  }, 120_000);

  it("completes a later rotation with the same token, wherever it is killed", async () => {
    const arn = await provisioned();
    await rotate(arn, 0);
    const moments = await rotate(arn, 0);
    for (const moment of [...EFFECTS, ...every(4, moments)]) await rotate(arn, moment);
    expect(kills).toBeGreaterThanOrEqual(30);
  }, 120_000);
});

/** The moments around the two effects that are not the database's. */
const EFFECTS = ["createSecret: PutSecretValue", "finishSecret: UpdateSecretVersionStage"].flatMap((operation) => [
  `${operation} before its effect`,
  `${operation} after its effect`,
]);

/**
 * Every n-th moment, and each one of those in which the admin is at work: a wrong order of its statements shows between two of
 * them only. How data is cut into pieces differs a little from run to run, so the last of all may not come.
 */
function every(nth: number, moments: readonly string[]): number[] {
  const adminAtWork = moments.lastIndexOf("setSecret: GetSecretValue after its effect");
  return moments.flatMap((name, index) =>
    (index > adminAtWork && name.startsWith("setSecret")) || index % nth === 0 ? [index + 1] : [],
  );
}
