import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { recordProof } from "../../tools/proof/record-proof";
import { passwordFirst, rollbackRemovesPending, sqlFirst } from "../support/broken-rotations";
import { type Exploration, explore, play } from "../support/memory/explore";
import { ENGINES, MemoryWorld } from "../support/memory/memory-world";
import { deprovisioning, provisioning, rotation } from "../support/memory/tasks";
import { rotationFrom, STARTS } from "./rotation-starts";

const EXPLORATION_MS = 600_000;
const startedAt = performance.now();

const figures = { histories: 0, violations: 0, threeFaults: 0 };

/** Fails with the faults of the first histories in which something is lost. */
function requireLossless(title: string, { histories, states, invocations, violations }: Exploration): void {
  const size = `${histories} histories, ${states} states, ${invocations} invocations`;
  process.stderr.write(`faults, ${title}: ${size}, ${violations.length} violations\n`);
  figures.histories += histories;
  figures.violations += violations.length;
  expect(violations).toEqual([]);
}

const WORLDS = ENGINES.flatMap((engine) => STRATEGY_NAMES.map((strategy) => ({ engine, strategy })));

describe("any two faults lose nothing", () => {
  const rotations = WORLDS.flatMap((world) =>
    STARTS.filter(({ strategies, engine = world.engine }) => {
      return strategies.includes(world.strategy) && engine === world.engine;
    }).map((start) => ({ ...world, start, title: start.title })),
  );

  it.each(rotations)(
    "$engine, $strategy: $title",
    async ({ engine, strategy, start, title }) => {
      const world = await MemoryWorld.provisioned({ strategy, engine });
      await start.prepare(world);
      const explored = await explore(world, 2, rotationFrom(start, { strategy, engine }));
      requireLossless(`${engine}, ${strategy}, ${title}`, explored);
      expect(explored.histories).toBeGreaterThan(1_000);
    },
    EXPLORATION_MS,
  );

  it.each(WORLDS)(
    "$engine, $strategy: provisioning, and provisioning again",
    async ({ engine, strategy }) => {
      const world = new MemoryWorld({ strategy, engine });
      requireLossless(`${engine}, ${strategy}, provisioning`, await explore(world, 2, provisioning));
      const again = await MemoryWorld.provisioned({ strategy, engine });
      requireLossless(`${engine}, ${strategy}, provisioning again`, await explore(again, 2, provisioning));
    },
    EXPLORATION_MS,
  );

  it.each(WORLDS)(
    "$engine, $strategy: deprovisioning",
    async ({ engine, strategy }) => {
      const world = await MemoryWorld.provisioned({ strategy, engine });
      await play(world, rotation({ keepsCurrent: false })(world));
      requireLossless(`${engine}, ${strategy}, deprovisioning`, await explore(world, 2, deprovisioning));
    },
    EXPLORATION_MS,
  );
});

describe("any three faults lose nothing", () => {
  it.each(STRATEGY_NAMES)(
    "%s: the first rotation on MySQL",
    async (strategy) => {
      const explored = await explore(await MemoryWorld.provisioned({ strategy }), 3, rotation());
      requireLossless(`three at most, mysql, ${strategy}, first rotation`, explored);
      figures.histories -= explored.histories;
      figures.threeFaults += explored.histories;
    },
    EXPLORATION_MS,
  );
});

describe("the exploration", () => {
  it("plays more than 100,000 histories", () => {
    process.stderr.write(`two faults: ${figures.histories} histories, ${figures.violations} violations\n`);
    expect(figures.histories).toBeGreaterThan(100_000);
    recordProof("two-faults", { figures, startedAt });
  });

  it.each([
    ["rights after the password", passwordFirst, "alternating-users", /usable pending user lacks rights|lost rights/],
    ["the database before the secret", sqlFirst, "admin-rotated", /AWSPREVIOUS is refused|no label holds/],
    ["a pending version that is thrown away", rollbackRemovesPending, "admin-rotated", /does not complete/],
  ] as const)("finds %s", async (_, broken, strategy, violation) => {
    const { violations } = await explore(await MemoryWorld.provisioned({ strategy, broken }), 1, rotation());
    expect(violations.join("\n")).toMatch(violation);
  });
});
