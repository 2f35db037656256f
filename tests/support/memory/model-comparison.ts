import { type MemoryWorld, SECRET } from "./memory-world";
import type { PasswordName, ReferenceModel } from "./reference-model";

/** The world that a sequence of commands changes, and what the model calls its passwords. */
export interface ModelledWorld {
  readonly world: MemoryWorld;
  readonly names: Map<PasswordName, string>;
  backup?: ReturnType<MemoryWorld["database"]["snapshot"]>;
  tokens: number;
  /** Commands that were run. */
  commands: number;
  admins: number;
}

/** Throws where the servers are not as the model has them. */
export function requireSame(model: ReferenceModel, { world, names }: ModelledWorld, name: string): void {
  const wrong: string[] = [];
  const value = JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}") as Record<string, string>;
  if (value.username !== model.current.user) wrong.push(`AWSCURRENT is for ${value.username}`);
  if (value.password !== names.get(model.current.password)) wrong.push(`AWSCURRENT is not ${model.current.password}`);
  const real = (one: PasswordName | undefined): string | undefined => (one === undefined ? one : names.get(one));
  const called = (one: string | undefined): string =>
    [...names].find(([, password]) => password === one)?.[0] ?? (one === undefined ? "none" : "unknown");
  for (const user of ["shop", "shop_clone"]) {
    const account = world.database.find(user);
    const [first, second] = model.accounts[user] ?? [];
    if ((account === undefined) !== (first === undefined)) wrong.push(`${user} is ${account ? "" : "not "}there`);
    if (account === undefined || (account.primary === real(first) && account.second === real(second))) continue;
    wrong.push(
      `${user} has ${called(account.primary)} and ${called(account.second)}, not ${first} and ${second ?? "none"}`,
    );
  }
  const { user } = model.current;
  const isGiven = JSON.stringify(world.database.find(user)?.grants ?? []).includes('"DELETE"');
  if (isGiven !== model.mayDelete.includes(user)) wrong.push(`DELETE is ${isGiven ? "given" : "lost"}`);
  if (wrong.length > 0) throw new Error(`after "${name}": ${wrong.join("; ")}`);
}
