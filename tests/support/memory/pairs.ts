import { STEPS } from "../../../rotation-fn/ports/rotation-steps";
import { STRATEGY_NAMES, type StrategyName } from "../../../rotation-fn/settings";
import { play } from "./explore";
import type { Pair, Work } from "./interleave";
import { alwaysHolds, type Before, before, unlabelled, unusable } from "./invariants";
import { ADMIN_SECRET, type MemoryWorld, type MemoryWorldOptions, SECRET, USER } from "./memory-world";
import { deprovisioning, provisioning, rotation, stepEvents } from "./tasks";

/** Two at once, and the situation in which they begin. */
export interface PairOf {
  readonly title: string;
  /** Only on these. */
  readonly engines?: readonly MemoryWorld["engine"][];
  /** Only with these. */
  readonly strategies?: readonly StrategyName[];
  /** True where the secret has no value yet. */
  readonly isEmpty?: boolean;
  /** Prepares the world and says who does what. */
  begin(world: MemoryWorld): Promise<Pair>;
}

const TOKEN = "token-one".padEnd(32, "-");
const NEXT_TOKEN = "token-two".padEnd(32, "-");
const DELETE = {
  ...{ action: "track-app-users", secretId: SECRET, adminSecretId: ADMIN_SECRET, host: "db.test", port: 3306 },
  ...{ username: USER, tf: { action: "delete", prev_input: null } },
};

/** Calls of the function, one after the other; the first failure is the last. */
const calls =
  (...events: readonly object[]): Work =>
  async (handler) => {
    for (const event of events) await handler(event);
  };
const steps = (from: number, to: number, token = TOKEN): Work => calls(...stepEvents(token).slice(from, to));

/** A rotation that has come as far as its first `count` steps. */
async function begun(world: MemoryWorld, count: number): Promise<void> {
  world.secrets.begin(SECRET, TOKEN);
  for (const event of stepEvents(TOKEN).slice(0, count)) {
    if (!(await world.invoke(event)).isOk) throw new Error("the rotation has not come so far");
  }
}

/** While an account of MariaDB that changes itself rotates, AWSCURRENT is refused. */
function hasWindow({ strategy, engine }: MemoryWorldOptions): boolean {
  return strategy === "single-user" && engine === "mariadb";
}

/** AWSCURRENT logs in with its rights at any moment; in the end a repetition and one more rotation complete, and leave nothing behind. */
function staysUsable(world: MemoryWorld, first: Work, second: Work): Pair {
  const start = before(world);
  return {
    first,
    second,
    always: () => [
      ...alwaysHolds(world, start),
      ...(hasWindow(world.options) ? [] : unusable(world, "AWSCURRENT", start.rights)),
    ],
    atEnd: async () => healed(world, start),
  };
}

async function healed(world: MemoryWorld, start: Before): Promise<readonly string[]> {
  const pending = world.secrets.versionOf(SECRET, "AWSPENDING");
  if (pending !== undefined && !world.secrets.labelsOf(SECRET, pending).includes("AWSCURRENT")) {
    for (const event of stepEvents(pending)) {
      if (!(await world.invoke(event)).isOk) return ["the repetition of the rotation fails"];
    }
  }
  const usable = unusable(world, "AWSCURRENT", start.rights);
  const { violations } = await play(world, rotation({ keepsCurrent: !hasWindow(world.options) })(world));
  return [...usable, ...violations, ...unlabelled(world)];
}

/** RotateSecret, and what follows from it. */
const beginAndRotate =
  (world: MemoryWorld): Work =>
  async (handler, secrets) => {
    await secrets.rotate(SECRET);
    world.secrets.begin(SECRET, TOKEN);
    await steps(0, 4)(handler, secrets);
  };

/** What an operator does with a rotation that is stuck. */
const cancelAndRotate =
  (world: MemoryWorld): Work =>
  async (handler, secrets) => {
    await secrets.removeLabel(SECRET, "AWSPENDING", TOKEN);
    world.secrets.begin(SECRET, NEXT_TOKEN);
    await steps(0, 4, NEXT_TOKEN)(handler, secrets);
  };

const expireWhileBeginning: PairOf = {
  title: "a rotation that begins, and expire-previous",
  async begin(world) {
    await play(world, rotation({ keepsCurrent: false })(world));
    return staysUsable(world, beginAndRotate(world), calls({ action: "expire-previous", secretId: SECRET }));
  },
};

/**
 * Known limits (docs/proof.md), which a test keeps. A step that has read its labels before its rotation is cancelled ends with what it has read, perhaps
 * after the next rotation: to look once more would cost each rotation a call of Secrets Manager.
 */
export const LIMITS: readonly (PairOf & { readonly strategies: readonly StrategyName[] })[] = [
  ...[1, 3].map((index) => ({
    title: `${STEPS[index]} of a rotation that is cancelled, and the next rotation`,
    strategies: STRATEGY_NAMES,
    async begin(world: MemoryWorld) {
      await begun(world, index);
      return staysUsable(world, steps(index, index + 1), cancelAndRotate(world));
    },
  })),
];

export const PAIRS: readonly PairOf[] = [
  ...STEPS.map((name, index) => ({
    title: `${name} twice`,
    async begin(world: MemoryWorld) {
      await begun(world, index);
      return staysUsable(world, steps(index, index + 1), steps(index, index + 1));
    },
  })),
  {
    title: "setSecret and the steps after it, and a late setSecret",
    async begin(world) {
      await begun(world, 1);
      return staysUsable(world, steps(1, 4), steps(1, 2));
    },
  },
  {
    title: "two whole rotations of one version",
    // By far the largest one.
    engines: ["mysql"],
    async begin(world) {
      await begun(world, 0);
      return staysUsable(world, steps(0, 4), steps(0, 4));
    },
  },
  {
    title: "a later rotation from setSecret on, and provision",
    async begin(world) {
      await play(world, rotation({ keepsCurrent: false })(world));
      await begun(world, 1);
      return staysUsable(world, steps(1, 4), calls(world.provisionEvent));
    },
  },
  {
    title: "a first rotation, and provision",
    async begin(world) {
      await begun(world, 0);
      return staysUsable(world, steps(0, 4), calls(world.provisionEvent));
    },
  },
  ...["audit", "inspect"].map((action) => ({
    title: `a rotation from setSecret on, and ${action}`,
    async begin(world: MemoryWorld) {
      await begun(world, 1);
      const event = action === "audit" ? { action, secretIds: [SECRET] } : { action, secretId: SECRET };
      return staysUsable(world, steps(1, 4), calls(event));
    },
  })),
  {
    title: "a rotation that begins, and provision",
    async begin(world) {
      return staysUsable(world, beginAndRotate(world), calls(world.provisionEvent));
    },
  },
  expireWhileBeginning,
  {
    title: "finishSecret once more, and a rollback",
    async begin(world) {
      await begun(world, 4);
      const rollback: Work = async (handler, secrets) => {
        const { current, previous } = (await handler({ action: "inspect", secretId: SECRET })) as {
          readonly current: { readonly versionId: string };
          readonly previous: { readonly versionId: string; readonly login: string };
        };
        if (previous.login === "accepted") await secrets.moveCurrent(SECRET, previous.versionId, current.versionId);
      };
      return staysUsable(world, steps(3, 4), rollback);
    },
  },
  {
    title: "provision twice, on an empty secret",
    isEmpty: true,
    async begin(world) {
      const end = provisioning(world);
      return {
        ...{ first: calls(world.provisionEvent), second: calls(world.provisionEvent) },
        always: () => end.afterFailure(),
        // One of the two may have given up waiting for the lock.
        atEnd: async () => [...(await play(world, end)).violations],
      };
    },
  },
  {
    title: "setSecret, late, and deprovision",
    async begin(world) {
      await begun(world, 1);
      const end = deprovisioning(world);
      return {
        ...{ first: steps(1, 2), second: calls(DELETE) },
        always: () => end.afterFailure(),
        atEnd: async () => (await play(world, end)).violations,
      };
    },
  },
  {
    title: "provision and deprovision",
    async begin(world) {
      await play(world, rotation({ keepsCurrent: false })(world));
      const end = deprovisioning(world);
      return {
        ...{ first: calls(world.provisionEvent), second: calls(DELETE) },
        always: () => end.afterFailure(),
        atEnd: async () => [
          ...(await play(world, provisioning(world))).violations,
          ...(await play(world, deprovisioning(world))).violations,
        ],
      };
    },
  },
];

/** Throws for a title that no pair has. */
export function pairNamed(title: string): PairOf {
  const pair = PAIRS.find((one) => one.title === title);
  if (pair === undefined) throw new Error(`there is no pair "${title}"`);
  return pair;
}
