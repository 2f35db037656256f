import type { Grant } from "../../rotation-fn/ports/account";
import { STRATEGY_TAG, type StrategyName } from "../../rotation-fn/settings";
import { play } from "../support/memory/explore";
import { credentialOf } from "../support/memory/invariants";
import type { MemoryAccount } from "../support/memory/memory-account";
import { type MemoryWorld, type MemoryWorldOptions, SECRET, USER } from "../support/memory/memory-world";
import { type RotationTaskOptions, rotation, stepEvents, type TaskOf } from "../support/memory/tasks";

/** How a secret and its accounts may be when a rotation begins. */
export interface Start extends RotationTaskOptions {
  readonly title: string;
  readonly strategies: readonly StrategyName[];
  /** Only there. */
  readonly engine?: "mysql" | "mariadb";
  prepare(world: MemoryWorld): Promise<void>;
}

const ALL: readonly StrategyName[] = ["alternating-users", "single-user", "admin-rotated"];
const CLONE = `${USER}_clone`;
const DELETE: Grant = { kind: "privilege", privilege: "DELETE", scope: "`shop`.*" };

async function rotate(world: MemoryWorld): Promise<void> {
  const { violations } = await play(world, rotation({ keepsCurrent: false })(world));
  if (violations.length > 0) throw new Error(violations.join("; "));
}

/** The account of the user that is not in AWSCURRENT, or the user itself where there is one only. */
function idle(world: MemoryWorld): string {
  return credentialOf(world, "AWSCURRENT")?.username === USER ? CLONE : USER;
}

function change(world: MemoryWorld, user: string, by: Partial<MemoryAccount>): void {
  const account = world.database.find(user);
  if (account === undefined) throw new Error(`there is no ${user}`);
  world.database.add({ ...account, ...by });
}

/** The first two steps of a rotation that a person then cancels. */
async function cancelAfterSetSecret(world: MemoryWorld): Promise<void> {
  const token = "cancelled".padEnd(32, "-");
  world.secrets.begin(SECRET, token);
  for (const event of stepEvents(token).slice(0, 2)) await world.invoke(event);
  await world.secrets.store().removeLabel(SECRET, "AWSPENDING", token);
}

export const STARTS: readonly Start[] = [
  { title: "first rotation", strategies: ALL, prepare: async () => undefined },
  {
    title: "later rotation, after a grant",
    strategies: ALL,
    async prepare(world) {
      await rotate(world);
      world.grant(credentialOf(world, "AWSCURRENT")?.username ?? "", DELETE);
    },
  },
  {
    title: "a rotation was cancelled after setSecret",
    strategies: ["alternating-users", "admin-rotated"],
    prepare: cancelAfterSetSecret,
  },
  {
    title: "a rotation was cancelled after setSecret",
    strategies: ["single-user"],
    engine: "mysql",
    prepare: cancelAfterSetSecret,
  },
  {
    title: "the idle user's password was set by hand",
    strategies: ["alternating-users"],
    async prepare(world) {
      await rotate(world);
      change(world, idle(world), { primary: "by hand" });
    },
  },
  {
    title: "the idle user is locked and has lost its rights",
    strategies: ["alternating-users"],
    async prepare(world) {
      await rotate(world);
      change(world, idle(world), { locked: true, grants: [] });
    },
  },
  {
    title: "the idle user has more rights than the current one",
    strategies: ["alternating-users"],
    async prepare(world) {
      await rotate(world);
      world.grant(idle(world), DELETE);
    },
  },
  {
    title: "the idle user was dropped",
    strategies: ["alternating-users"],
    async prepare(world) {
      await rotate(world);
      dropByHand(world, idle(world));
    },
  },
  {
    title: "both users have a second password by hand",
    strategies: ["alternating-users"],
    async prepare(world) {
      await rotate(world);
      for (const user of [USER, CLONE]) change(world, user, { second: "by hand" });
    },
  },
  {
    title: "the second password was ended by hand",
    strategies: ["single-user", "admin-rotated"],
    async prepare(world) {
      await rotate(world);
      change(world, USER, { second: undefined });
    },
  },
  {
    title: "the user may no longer keep two passwords",
    strategies: ["single-user"],
    engine: "mysql",
    keepsCurrent: false,
    async prepare(world) {
      await rotate(world);
      change(world, USER, { second: undefined, grants: withoutDynamic(world) });
    },
  },
  {
    title: "the strategy was alternating-users before",
    strategies: ["admin-rotated"],
    async prepare(world) {
      world.secrets.tag(SECRET, STRATEGY_TAG, "alternating-users");
      await rotate(world);
      await rotate(world);
      world.secrets.tag(SECRET, STRATEGY_TAG, world.options.strategy);
    },
  },
  {
    title: "the database was restored to the password before",
    strategies: ["single-user"],
    keepsCurrent: false,
    // The restored password becomes the second one, for clients that still hold it. The next rotation ends it.
    leavesUnlabelled: true,
    async prepare(world) {
      const backup = world.database.snapshot();
      await rotate(world);
      world.database.restore(backup);
    },
  },
];

/** What a rotation promises from this start, with this strategy, on this server. */
export function rotationFrom(start: Start, { strategy, engine }: MemoryWorldOptions): TaskOf {
  const isWindow = engine === "mariadb" && strategy === "single-user";
  return rotation({ ...start, keepsCurrent: (start.keepsCurrent ?? true) && !isWindow });
}

function withoutDynamic(world: MemoryWorld): readonly Grant[] {
  return (world.database.find(USER)?.grants ?? []).filter(({ kind }) => kind !== "dynamic");
}

function dropByHand(world: MemoryWorld, user: string): void {
  const rest = [...world.database.snapshot()].filter(([, { account }]) => account.user !== user);
  world.database.restore(new Map(rest));
}
