import type { MemoryAccount } from "../../support/memory/memory-account";
import { type MemoryWorld, SECRET, USER } from "../../support/memory/memory-world";
import { stepEvents } from "../../support/memory/tasks";

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
