import { type ErrorCode, RotationError } from "../../../rotation-fn/errors";
import type { AccountChange } from "../../../rotation-fn/ports/account";
import type { Database, DatabaseSession, LoginAnswer, LoginRequest } from "../../../rotation-fn/ports/database";
import type { StepName } from "../../../rotation-fn/ports/rotation-steps";
import type { SecretDescription, SecretStore } from "../../../rotation-fn/ports/secret-store";
import type { StrategyName } from "../../../rotation-fn/settings";
import type { MemoryAccount } from "../../support/memory/memory-account";
import { type ENGINES, type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { stepEvents } from "../../support/memory/tasks";

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

export const CLONE = `${USER}_clone`;

/** Changes an account of the world; that of the app user from everywhere, where no other is named. */
export function change(world: MemoryWorld, changes: Partial<MemoryAccount>, user = USER): void {
  const account = world.database.find(user);
  if (account === undefined) throw new Error(`there is no account ${user}`);
  world.database.add({ ...account, ...changes });
}

/** Adds an account like that of a user, with changes. */
export function add(world: MemoryWorld, changes: Partial<MemoryAccount>, like = USER): void {
  change(world, changes, like);
}

/** Writes a new AWSCURRENT with changed members, as a person does with PutSecretValue; a member of `undefined` is left out. */
export async function putCurrent(world: MemoryWorld, members: object, secretId: string = SECRET): Promise<void> {
  const value = { ...JSON.parse(world.secrets.valueOf(secretId, "AWSCURRENT") ?? "{}"), ...members };
  await putText(world, JSON.stringify(value), secretId);
}

export async function putText(world: MemoryWorld, value: string, secretId: string = SECRET): Promise<void> {
  const versionId = "by-hand".padEnd(32, "-");
  await world.secrets.store().store({ secretId, versionId, value, label: "AWSCURRENT" });
}

export function passwordOf(world: MemoryWorld, label: "AWSCURRENT" | "AWSPREVIOUS" | "AWSPENDING"): string {
  return JSON.parse(world.secrets.valueOf(SECRET, label) ?? "{}").password;
}

/** The version that a recorded rotation makes. */
export const TOKEN = "rotation".padEnd(32, "-");

/** A rotation whose first steps were done in another process. */
export async function begin(world: MemoryWorld, steps: number): Promise<void> {
  world.secrets.begin(SECRET, TOKEN);
  for (const event of stepEvents(TOKEN).slice(0, steps)) await world.invoke(event);
}

/** A session in which the server does not show what it compares passwords with. */
export const hidden: NonNullable<State["session"]> = (session) => ({
  readCredential: async (account) => {
    const found = await session.readCredential(account);
    return found && { ...found, isPrimary: () => undefined };
  },
});

/** The server's answer to a login that it refuses, rightly or not. */
export async function refusedLogin(code: ErrorCode = "login_refused", found = "refused by mistake") {
  return { kind: "rejected", error: refused(code, found) } as const;
}

/** What an adapter throws for a call that had no effect. */
export function refused(code: ErrorCode, found: string): RotationError {
  return new RotationError(code, { problem: "it was refused", found, remedy: "look" }, { effect: "none" });
}
