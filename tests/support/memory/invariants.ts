import { type MemoryWorld, SECRET, USER } from "./memory-world";

/** What no history may break, asked of the servers themselves. Each returns what it found wrong, in words. */

interface Login {
  readonly username: string;
  readonly password: string;
}

/** How everything was before the history began. */
export interface Before {
  /** The rights of the user in AWSCURRENT. */
  readonly rights: string;
  /** The labels whose version logged in. */
  readonly working: readonly string[];
  /** Accounts that are none of the secret's. */
  readonly others: string;
}

const LABELS = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"] as const;

export function credentialOf(world: MemoryWorld, label: string): Login | undefined {
  const text = world.secrets.valueOf(SECRET, label);
  return text === undefined ? undefined : (JSON.parse(text) as Login);
}

export function logsIn(world: MemoryWorld, label: string): boolean {
  const value = credentialOf(world, label);
  return value !== undefined && world.database.check({ ...value, database: USER }) === "ok";
}

export function before(world: MemoryWorld): Before {
  return {
    rights: rightsOf(world, credentialOf(world, "AWSCURRENT")?.username),
    working: LABELS.filter((label) => logsIn(world, label)),
    others: others(world),
  };
}

/** At any moment: a version with a label logs in, where one did, and other accounts are as they were. */
export function alwaysHolds(world: MemoryWorld, { working, others: were }: Before): readonly string[] {
  const lost = working.length > 0 && !LABELS.some((label) => logsIn(world, label)) ? ["no label logs in"] : [];
  const touched = others(world) === were ? [] : ["an account of another secret was changed"];
  return [...lost, ...touched];
}

/** A label whose version has to log in, with these rights. */
export function unusable(world: MemoryWorld, label: string, rights: string): readonly string[] {
  const value = credentialOf(world, label);
  if (value === undefined) return [`nothing is ${label}`];
  const answer = world.database.check({ ...value, database: USER });
  if (answer !== "ok") return [`${label} is refused: ${answer}`];
  return rightsOf(world, value.username) === rights ? [] : [`${label} has lost rights`];
}

/** No pending user can be used before it has all rights. */
export function powerlessPending(world: MemoryWorld, rights: string): readonly string[] {
  const value = credentialOf(world, "AWSPENDING");
  if (value === undefined || world.database.check(value) !== "ok") return [];
  return rightsOf(world, value.username) === rights ? [] : ["a usable pending user lacks rights"];
}

/** Passwords that open the database and stand in no version with a label. */
export function unlabelled(world: MemoryWorld): readonly string[] {
  const known = new Set(
    world.secrets.values(SECRET).flatMap(({ value, labels }) => {
      const { username, password } = JSON.parse(value) as Login;
      return labels.length === 0 ? [] : [`${username} ${password}`];
    }),
  );
  return [USER, `${USER}_clone`].flatMap((user) => {
    const { primary, second, locked = true } = world.database.find(user) ?? {};
    if (locked) return [];
    const passwords = [primary, second].filter((password) => password !== undefined);
    return passwords.some((password) => !known.has(`${user} ${password}`))
      ? [`${user} has a password that no label holds`]
      : [];
  });
}

/** What an account may do, and by which rules; comparable. */
export function rightsOf(world: MemoryWorld, user = ""): string {
  const { grants = [], clauses = [] } = world.database.find(user) ?? {};
  return JSON.stringify([grants.map((grant) => JSON.stringify(grant)).sort(), [...clauses]]);
}

function others(world: MemoryWorld): string {
  const all = [...world.database.snapshot().values()].filter(
    ({ account }) => account.user !== USER && account.user !== `${USER}_clone`,
  );
  return JSON.stringify(all, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}
