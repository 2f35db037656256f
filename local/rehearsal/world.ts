import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Environment } from "../../environments";
import { type PackagedFunction, packageRotationFunction } from "../../rotation-fn/package";
import { SETTING_NAMES } from "../../rotation-fn/settings";
import { type RecordedCall, type SecretsManagerServer, startSecretsManager } from "../aws/secrets-manager/start";
import { type CallCounter, callCounter } from "../load/call-counter";
import { secretsManagerClient } from "../load/secrets-manager-client";
import type { RunningMysql } from "../mysql/start";
import type { Cleanup } from "../terminal/cleanup";
import type { RehearsalClock } from "../terminal/clock";
import { type RecordedFunction, recordedFunction } from "./recorded-invocations";

const FUNCTION_TIMEOUT_MS = 60_000;
const DAY_MS = 86_400_000;

/** Packages the function into a temporary folder. */
export async function packageFunction(environment: Environment, cleanup: Cleanup): Promise<PackagedFunction> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
  cleanup.add("the temporary folder", () => rm(folder, { recursive: true, force: true }));
  return packageRotationFunction({ regions: [environment.region], outFile: join(folder, "rotation-fn.zip") });
}

/** The embedded AWS: Secrets Manager, and the function that it calls. */
export interface EmbeddedAws {
  readonly server: SecretsManagerServer;
  readonly pool: RecordedFunction;
  /** A client of the official SDK that signs with this access key, by which its calls can be told from others'. */
  client(accessKeyId: string): SecretsManagerClient;
  /**
   * Has Secrets Manager believe that a day has passed. It keeps every version that is younger than a day, up to 100: without this, a hundred rotations
   * would be all.
   */
  passDay(): void;
  /** When the function last moved a label of this secret; now, when it never did. */
  lastLabelMoveMs(secretArn: string): number;
}

/** What the embedded AWS is started with. */
export interface EmbeddedAwsOptions {
  readonly environment: Environment;
  readonly mysql: RunningMysql;
  readonly zipFile: string;
  readonly clock: RehearsalClock;
  readonly cleanup: Cleanup;
}

const LABEL_MOVES: ReadonlySet<string> = new Set(["PutSecretValue", "UpdateSecretVersionStage"]);

/** Starts Secrets Manager and makes the pool that runs the packaged function for it. */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const { environment, clock, cleanup } = options;
  const calls = callCounter();
  const moves = new Map<string, number>();
  const afterCall = (call: RecordedCall) => {
    calls.count(call.accessKeyId);
    const moved = LABEL_MOVES.has(call.operation) && call.errorType === undefined && call.secretId !== undefined;
    if (moved && call.secretId !== undefined) moves.set(call.secretId, clock.nowMs());
  };
  let pool: RecordedFunction | undefined;
  let daysPassed = 0;
  const server = await startSecretsManager({
    region: environment.region,
    accountId: environment.accountId,
    afterCall,
    now: () => new Date(Date.now() + daysPassed * DAY_MS),
    invokeFunction: async (_arn, event) => (pool === undefined ? NOT_READY : pool.invoke(event)),
  });
  cleanup.add("Secrets Manager", () => server.close());
  pool = startPool(options, server, calls);
  return {
    server,
    pool,
    client: (accessKeyId) => {
      const client = secretsManagerClient(server, accessKeyId);
      cleanup.add(`the client ${accessKeyId}`, () => client.destroy());
      return client;
    },
    passDay() {
      daysPassed += 1;
    },
    lastLabelMoveMs: (secretArn) => moves.get(secretArn) ?? clock.nowMs(),
  };
}

const NOT_READY = { ok: false, errorType: "NotReady", errorMessage: "the function has not been created yet" } as const;

function startPool(options: EmbeddedAwsOptions, server: SecretsManagerServer, calls: CallCounter): RecordedFunction {
  const { environment, mysql, zipFile, clock, cleanup } = options;
  const pool = recordedFunction({
    zipFile,
    timeoutMs: FUNCTION_TIMEOUT_MS,
    clock,
    calls,
    environment: {
      AWS_REGION: server.region,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
      [SETTING_NAMES.databaseCaFile]: mysql.caFile,
      [SETTING_NAMES.allowedDatabaseHosts]: mysql.host,
      [SETTING_NAMES.logLevel]: environment.rotationFunction.logLevel,
    },
  });
  cleanup.add("the function", () => pool.stop());
  return pool;
}
