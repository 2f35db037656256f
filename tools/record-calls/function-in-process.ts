import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type SecretsManagerServer, startSecretsManager } from "../../local/aws/secrets-manager/start";
import { jsonLog } from "../../rotation-fn/adapters/json-log";
import { mysqlDatabase } from "../../rotation-fn/adapters/mysql-database";
import { secretsManagerStore } from "../../rotation-fn/adapters/secrets-manager";
import { createHandler, type Handler } from "../../rotation-fn/handler";
import { readSettings } from "../../rotation-fn/settings";

/** The access key that identifies the function's calls. */
const FUNCTION_KEY = "FUNCTION";

/** A call of the function, and what it was doing. */
export interface NotedCall {
  /** `GetSecretValue` */
  readonly operation: string;
  readonly secretId: string;
  /** What {@link FunctionInProcess.during} said last. */
  readonly during: string;
}

/** The real handler with its real adapters in this process, and the embedded Secrets Manager that calls it. */
export interface FunctionInProcess {
  readonly server: SecretsManagerServer;
  /** A client with another access key. */
  readonly operator: SecretsManagerClient;
  readonly handler: Handler;
  /** Names what is done from now on. */
  during(name: string): void;
  /** Has every step fail from now on, before the handler is asked; or not any more. */
  failSteps(isFailing: boolean): void;
  calls(): readonly NotedCall[];
  close(): Promise<void>;
}

/** Starts both. Time passes at once where the function waits, so that its patience costs none. */
export async function functionInProcess(caPem: string): Promise<FunctionInProcess> {
  const calls: NotedCall[] = [];
  let doing = "";
  let isFailing = false;
  let aheadMs = 0;
  let handler: Handler | undefined;
  const server = await startSecretsManager({
    retry: { attempts: 1, delayMs: 0 },
    onCall: ({ accessKeyId, operation, secretId = "" }) => {
      if (accessKeyId === FUNCTION_KEY) calls.push({ operation, secretId, during: doing });
    },
    invokeFunction: async (_arn, event) => {
      if (isFailing) return { ok: false, errorType: "Unavailable", errorMessage: "made to fail" };
      await handler?.(event);
      return { ok: true };
    },
  });
  const clientOf = (accessKeyId: string) =>
    new SecretsManagerClient({
      endpoint: server.url,
      region: server.region,
      credentials: { accessKeyId, secretAccessKey: "not-checked" },
    });
  const [operator, ofFunction] = [clientOf("OPERATOR"), clientOf(FUNCTION_KEY)];
  const made = createHandler({
    settings: readSettings({}),
    codeDigest: () => "0".repeat(64),
    clock: {
      now: () => Date.now() + aheadMs,
      sleep: async (ms) => {
        aheadMs += ms;
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
    },
    secrets: (usage, deadline) => secretsManagerStore(ofFunction, usage, deadline),
    database: (usage, deadline) => mysqlDatabase([caPem], usage, deadline),
    log: (common) => jsonLog("error", common, () => undefined),
  });
  handler = made;
  return {
    server,
    operator,
    // Its clock runs ahead of the calls, which need real time.
    handler: (event, context = { getRemainingTimeInMillis: () => 600_000 }) => made(event, context),
    during: (name) => {
      doing = name;
    },
    failSteps: (failing) => {
      isFailing = failing;
    },
    calls: () => [...calls],
    close: async () => {
      operator.destroy();
      ofFunction.destroy();
      await server.close();
    },
  };
}
