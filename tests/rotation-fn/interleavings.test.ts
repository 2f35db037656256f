import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { interleave, type Mistake } from "../support/memory/interleave";
import { MemoryWorld, type MemoryWorldOptions } from "../support/memory/memory-world";
import { pairNamed } from "../support/memory/pairs";
import { withoutLock, withoutReadingAgain } from "./mistakes-of-two-at-once";

/** All pairs, on both servers: interleavings.slow.test.ts. */
describe("two invocations at once, in every order of their calls", () => {
  const explored = async (title: string, options: MemoryWorldOptions, mistake: Mistake = {}) => {
    const world = await MemoryWorld.provisioned(options);
    const pair = await pairNamed(title).begin(world);
    return interleave(world, pair, mistake);
  };

  it.each(STRATEGY_NAMES)("%s: setSecret twice breaks nothing", async (strategy) => {
    const { orders, states, violations } = await explored("setSecret twice", { strategy });
    process.stderr.write(`interleavings, ${strategy}, setSecret twice: ${orders} orders, ${states} states\n`);
    expect(violations).toEqual([]);
    expect(orders).toBeGreaterThan(1_000n);
  });

  it("single-user: an expire-previous that meets a beginning rotation ends nothing that is used", async () => {
    const { violations } = await explored("a rotation that begins, and expire-previous", { strategy: "single-user" });
    expect(violations).toEqual([]);
  });

  it("finds a function that takes no lock", async () => {
    const { violations } = await explored("setSecret twice", { strategy: "admin-rotated" }, withoutLock);
    expect(violations.join("\n")).toMatch(/AWSCURRENT is refused/);
  });

  it("finds a function that does not read again behind the lock", async () => {
    const options = { strategy: "single-user", engine: "mariadb" } as const;
    const { violations } = await explored("a rotation that begins, and provision", options, withoutReadingAgain);
    expect(violations.join("\n")).toMatch(/is refused|no label logs in|fails/);
  });
});
