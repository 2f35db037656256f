import { startFunctionProcess } from "../../local/aws/function/start";
import { SETTING_NAMES } from "../../rotation-fn/settings";
import type { FunctionKind } from "./function-under-test";
import { outcomeLine } from "./outcome-lines";
import { peakMemoryMb } from "./peak-memory";
import { processorMs } from "./processor-time";
import type { Stage } from "./stage";

export const FUNCTION_TIMEOUT_MS = 120_000;

/** This project's function: its packaged zip in a bare Node process, as Lambda would run it. */
export function ownFunction(stage: Stage, zipFile: string): FunctionKind {
  let started = 0;
  return {
    key: "own",
    title: "this function",
    has: () => true,
    async start({ memoryMb }) {
      started += 1;
      const accessKeyId = `OWN${started}`;
      let logins = 0;
      let failedLogins = 0;
      const process = await startFunctionProcess({
        zipFile,
        timeoutMs: FUNCTION_TIMEOUT_MS,
        environment: {
          ...ownEnvironment(stage),
          ...(memoryMb === undefined ? {} : { NODE_OPTIONS: lambdaNodeOptions(memoryMb) }),
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: "not-checked",
        },
        onLog: (line) => {
          const said = outcomeLine(line);
          logins += said?.logins ?? 0;
          failedLogins += said?.failedLogins ?? 0;
        },
      });
      const stop = stage.cleanup.add(`the process ${accessKeyId}`, () => process.stop());
      const { pid } = process;
      return {
        accessKeyId,
        processMs: process.coldStartMs - process.loadMs,
        loadMs: process.loadMs,
        invoke: (event) => process.invoke(event),
        ownCounts: () => ({ logins, failedLogins }),
        peakMemoryMb: () => (pid === undefined ? undefined : peakMemoryMb(pid)) ?? process.peakMemoryMb,
        processorMs: () => (pid === undefined ? undefined : processorMs(pid)),
        stop,
      };
    },
  };
}

/** What the function finds in its environment, besides the access key. */
export function ownEnvironment({ server, mysql }: Pick<Stage, "server" | "mysql">): Readonly<Record<string, string>> {
  return {
    AWS_REGION: server.region,
    // Lambda's Node is newer than a laptop's may be: advice about an old one is not part of what is deployed.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
    [SETTING_NAMES.databaseCaFile]: mysql.caFile,
    [SETTING_NAMES.allowedDatabaseHosts]: mysql.host,
  };
}

/**
 * The limits that Lambda's Node runtime is started with: a tenth of the memory for new objects in two halves, the rest for old ones
 * (the `bootstrap` script of AWS's base images for Node, https://gallery.ecr.aws/lambda/nodejs).
 */
export function lambdaNodeOptions(memoryMb: number): string {
  const newSpaceMb = Math.floor(memoryMb / 10);
  return `--max-semi-space-size=${Math.floor(newSpaceMb / 2)} --max-old-space-size=${memoryMb - newSpaceMb}`;
}
