import type { Grant } from "../../rotation-fn/ports/account";
import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { passwordFirst, rollbackRemovesPending, sqlFirst } from "../support/broken-rotations";
import { explore } from "../support/memory/explore";
import { MemoryWorld, SECRET } from "../support/memory/memory-world";

const MAX_FAULTS = 2;
const EXPLORATION_MS = 1_200_000;

const DELETE: Grant = { kind: "privilege", privilege: "DELETE", scope: "`shop`.*" };

/** Fails with the faults of the first histories in which something is lost. */
async function lossless(title: string, ...exploration: Parameters<typeof explore>): Promise<void> {
  const { histories, violations } = await explore(...exploration);
  process.stderr.write(`two faults, ${title}: ${histories} histories, ${violations.length} violations\n`);
  expect(violations).toEqual([]);
  expect(histories).toBeGreaterThan(1_000);
}

describe("any two faults lose nothing", () => {
  it(
    "provisioning",
    async () => {
      const world = new MemoryWorld({ strategy: "single-user" });
      await lossless("provisioning", world, MAX_FAULTS, (faults) => world.provision(faults));
    },
    EXPLORATION_MS,
  );

  it.each(STRATEGY_NAMES)(
    "%s: the first rotation",
    async (strategy) => {
      await lossless(`${strategy}, first rotation`, await MemoryWorld.provisioned({ strategy }), MAX_FAULTS);
    },
    EXPLORATION_MS,
  );

  it.each(STRATEGY_NAMES)(
    "%s: a later rotation, after a grant",
    async (strategy) => {
      const world = await MemoryWorld.provisioned({ strategy });
      expect((await world.rotate()).violations).toEqual([]);
      await lossless(`${strategy}, later rotation`, world, MAX_FAULTS, (faults) => {
        world.grant(JSON.parse(world.secrets.valueOf(SECRET, "AWSCURRENT") ?? "{}").username, DELETE);
        return world.rotate(faults);
      });
    },
    EXPLORATION_MS,
  );
});

describe("the exploration finds", () => {
  it.each([
    ["rights after the password", passwordFirst, "alternating-users", /usable pending user lacks rights|lost rights/],
    ["the database before the secret", sqlFirst, "admin-rotated", /AWSPREVIOUS is refused|no label holds/],
    ["a pending version that is thrown away", rollbackRemovesPending, "admin-rotated", /does not complete/],
  ] as const)("%s", async (_, broken, strategy, violation) => {
    const { violations } = await explore(await MemoryWorld.provisioned({ strategy, broken }), 1);
    expect(violations.join("\n")).toMatch(violation);
  });
});
