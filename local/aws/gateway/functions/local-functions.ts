import { createProcessPool, type ProcessPool } from "../../function/pool";
import type { InvokeOutcome } from "../../function/start";
import type { MotoClient } from "../moto-client";
import { type FunctionConfiguration, functionConfiguration, functionNameIn } from "./function-configuration";
import type { FunctionLogGroups } from "./function-log-groups";
import { type NodeProgram, nearestNode, nodesHere } from "./nearest-node";
import type { PackageStore } from "./package-store";

/** The result of one invocation: an outcome of the function, or Lambda's own refusal. */
export type Invocation =
  | { readonly kind: "ran"; readonly outcome: InvokeOutcome }
  | { readonly kind: "no-such-function" }
  /** All its reserved concurrency is in use. */
  | { readonly kind: "throttled" };

/** Runs the functions that Terraform deployed, each in processes of its own. */
export interface LocalFunctions {
  /** @param named name or ARN of the function */
  invoke(named: string, event: unknown): Promise<Invocation>;
  /** The last lines that functions wrote. */
  logs(): readonly string[];
  stop(): Promise<void>;
}

export interface LocalFunctionsOptions {
  readonly moto: MotoClient;
  readonly region: string;
  readonly packages: PackageStore;
  /** What a function finds beside its configured environment; see {@link environmentOf}. */
  readonly endpointUrl: string;
  readonly databaseCaFile: string;
  readonly logGroups: FunctionLogGroups;
  readonly onLog: (line: string) => void;
}

const MAX_LINES = 5_000;

export function createLocalFunctions(options: LocalFunctionsOptions): LocalFunctions {
  const { moto, region, packages, logGroups, onLog } = options;
  const pools = new Map<string, { readonly key: string; readonly pool: ProcessPool }>();
  const retired = new Set<ProcessPool>();
  const lines: string[] = [];
  const nodes = nodesHere();

  const log = (functionName: string, line: string): void => {
    logGroups.write(functionName, line);
    lines.push(line);
    if (lines.length > MAX_LINES) lines.shift();
    onLog(line);
  };
  const poolFor = (configuration: FunctionConfiguration, zipFile: string): ProcessPool => {
    const { functionName, runtime } = configuration;
    const key = JSON.stringify(configuration);
    const present = pools.get(functionName);
    if (present?.key === key) return present.pool;
    if (present !== undefined) {
      present.pool.retire();
      retired.add(present.pool);
    }
    const node = nearestNode(runtime, nodes);
    onLog(`lambda: ${functionName} runs with Node ${node.version} (configured: ${runtime})`);
    const pool = createProcessPool(() => ({
      zipFile,
      environment: { ...quietAbout(node, runtime), ...environmentOf(configuration, options) },
      functionName,
      handler: configuration.handler,
      timeoutMs: configuration.timeoutSeconds * 1000,
      memoryMb: configuration.memoryMb,
      node: node.command,
      onLog: (line) => log(functionName, line),
    }));
    pools.set(functionName, { key, pool });
    return pool;
  };

  return {
    async invoke(named, event) {
      const configuration = await functionConfiguration(moto, region, functionNameIn(named));
      const zipFile = configuration === undefined ? undefined : packages.fileOf(configuration.functionName);
      if (configuration === undefined || zipFile === undefined) return { kind: "no-such-function" };
      const pool = poolFor(configuration, zipFile);
      const { reservedConcurrency } = configuration;
      if (reservedConcurrency !== undefined && pool.busy >= reservedConcurrency) return { kind: "throttled" };
      return { kind: "ran", outcome: (await pool.run(event)).outcome };
    },
    logs: () => [...lines],
    async stop() {
      await Promise.all([...[...pools.values()].map(({ pool }) => pool), ...retired].map((pool) => pool.stop()));
      await logGroups.flush();
    },
  };
}

/**
 * What is configured, and what Lambda adds: region and credentials of the role (here only a name, by which the function's calls are told
 * from others). Two are of the local AWS: where it is, and the authority of its databases, which the package cannot know as it knows
 * those of RDS. A configured setting of the same name wins.
 */
function environmentOf(
  { functionName, environment }: FunctionConfiguration,
  { region, endpointUrl, databaseCaFile }: LocalFunctionsOptions,
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: functionName,
    AWS_SECRET_ACCESS_KEY: "not-checked",
    AWS_ENDPOINT_URL: endpointUrl,
    DATABASE_CA_FILE: databaseCaFile,
    ...environment,
  };
}

/** Where the configured Node version is missing here, the SDK's warning about the age of this one does not concern the function. */
const quietAbout = ({ version }: NodeProgram, runtime: string): Readonly<Record<string, string>> =>
  runtime === `nodejs${version.split(".")[0]}.x` ? {} : { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
