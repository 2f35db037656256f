import type { InvocationResult } from "../../local/aws/secrets-manager/start";
import type { StrategyName } from "../../rotation-fn/settings";

/** Logins and statements as the function itself counts them, since its process began. */
export interface OwnCounts {
  readonly logins: number;
  readonly failedLogins: number;
}

/** A rotation function in one process of its own, kept warm; it handles one event at a time. */
export interface FunctionUnderTest {
  /** Signs its calls, so that they can be told from all others. */
  readonly accessKeyId: string;
  /** From the start of the process until the function was loaded, without the loading itself. */
  readonly processMs: number;
  /** The loading of the function: of the bundle, or of the module with its imports. */
  readonly loadMs: number;
  invoke(event: unknown): Promise<InvocationResult>;
  ownCounts(): OwnCounts;
  /** The most memory that the process held so far, in MiB. */
  peakMemoryMb(): number;
  /** How long the process has had a processor so far, in milliseconds; undefined where the system does not tell it. */
  processorMs(): number | undefined;
  stop(): Promise<void>;
}

export interface FunctionStart {
  /** A function that has no choice between strategies is started in the variant for this one. */
  readonly strategy: StrategyName;
  /** Give the runtime the limits that Lambda gives it in a function of this size, in MiB. Default: the runtime's own limits. */
  readonly memoryMb?: number;
}

/** A rotation function of which processes can be started. */
export interface FunctionKind {
  readonly key: "own" | "aws";
  /** Heads a column. */
  readonly title: string;
  /** False for a strategy that the function does not have. */
  has(strategy: StrategyName): boolean;
  start(options: FunctionStart): Promise<FunctionUnderTest>;
}
