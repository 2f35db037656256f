import type { AccountChange } from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession, LoginAnswer, LoginRequest } from "../../../rotation-fn/ports/database";
import type { StepName } from "../../../rotation-fn/ports/rotation-steps";
import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";
import type { StrategyName } from "../../../rotation-fn/settings";
import type { ENGINES, MemoryWorld } from "../../support/memory/memory-world";

export type Engine = (typeof ENGINES)[number];

/** What the function is called for, each time in the same state. */
export const CALLS = [
  "rotation",
  "provision",
  "await-rotation",
  "expire-previous",
  "inspect",
  "audit",
  "deprovision",
] as const;
export type Call = (typeof CALLS)[number];

/** A situation that the function is called in: a provisioned secret, and what was done to it or to its database. */
export interface State {
  /** Names the file of its recording. */
  readonly name: string;
  /** All of them where left out. */
  readonly strategies?: readonly StrategyName[];
  /** MySQL where left out. */
  readonly engines?: readonly Engine[];
  /** What the function is called for; everything where left out. */
  readonly calls?: readonly Call[];
  /** True where neither the user nor a first value exists. */
  readonly isNew?: true;
  /** The rotations that have ended before. */
  readonly rotations?: number;
  /** The function's environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
  /** When the function runs; versions were made at 0. */
  readonly nowMs?: number;
  /** Of a rotation whose steps before were done in another process; createSecret where left out. */
  readonly resumesAt?: StepName;
  /** Members that the events of this action have beside the usual ones. */
  readonly events?: Readonly<Record<string, object>>;
  prepare?(world: MemoryWorld): void | Promise<void>;
  /** Several situations in one file: what is done to the world, by what the situation is called. */
  readonly variants?: Readonly<Record<string, (world: MemoryWorld) => void | Promise<void>>>;
  /** What DescribeSecret answers instead, of the app secret. */
  described?(secret: SecretDescription): Partial<SecretDescription>;
  secrets?(store: SecretStore): Partial<SecretStore>;
  /** Undefined where the server answers for itself. */
  login?(request: LoginRequest, database: Database): Promise<LoginAnswer> | undefined;
  session?(session: DatabaseSession): Partial<DatabaseSession>;
  /** Before a change is made: throws where the server refuses it. */
  refuses?(change: AccountChange): void;
}

/** Strategies, and engines, that a state is about. */
export const PAIR = ["alternating-users"] as const satisfies readonly StrategyName[];
export const ONE_USER = ["single-user", "admin-rotated"] as const satisfies readonly StrategyName[];
export const WITH_ADMIN = ["alternating-users", "admin-rotated"] as const satisfies readonly StrategyName[];
export const BOTH = ["mysql", "mariadb"] as const satisfies readonly Engine[];
