import { STRATEGY_NAMES } from "../../rotation-fn/settings";
import { recordProof } from "../../tools/proof/record-proof";
import { interleave } from "../support/memory/interleave";
import { ENGINES, MemoryWorld } from "../support/memory/memory-world";
import { LIMITS, PAIRS, pairNamed } from "../support/memory/pairs";
import { withoutLock } from "./mistakes-of-two-at-once";

const EXPLORATION_MS = 600_000;
const startedAt = performance.now();

describe("two at once break nothing, in every order of their calls", () => {
  const figures = { pairs: 0, states: 0, runs: 0, violations: 0 };
  const all = ENGINES.flatMap((engine) =>
    STRATEGY_NAMES.flatMap((strategy) => PAIRS.map((pair) => ({ engine, strategy, pair, title: pair.title }))),
  ).filter(
    ({ pair: { engines = ENGINES, strategies = STRATEGY_NAMES }, engine, strategy }) =>
      engines.includes(engine) && strategies.includes(strategy),
  );

  it.each(all)(
    "$engine, $strategy: $title",
    async ({ engine, strategy, pair, title }) => {
      const options = { strategy, engine };
      const world = pair.isEmpty === true ? new MemoryWorld(options) : await MemoryWorld.provisioned(options);
      const { orders, states, runs, violations } = await interleave(world, await pair.begin(world));
      const size = `${orders} orders, ${states} states, ${runs} runs`;
      process.stderr.write(
        `interleavings, ${engine}, ${strategy}, ${title}: ${size}, ${violations.length} violations\n`,
      );
      figures.pairs++;
      figures.states += states;
      figures.runs += runs;
      figures.violations += violations.length;
      expect(violations).toEqual([]);
    },
    EXPLORATION_MS,
  );

  // When one of these begins to fail, the limit is gone: move the pair to the others, and take it out of docs/proof.md.
  const limits = LIMITS.flatMap((pair) => pair.strategies.map((strategy) => ({ strategy, pair, title: pair.title })));
  it.each(limits)("but for a known limit: $strategy, $title", async ({ strategy, pair }) => {
    const world = await MemoryWorld.provisioned({ strategy });
    const { violations } = await interleave(world, await pair.begin(world));
    expect(violations.join("\n")).toMatch(/AWSCURRENT is refused/);
  });

  it("finds a user that changes itself without the lock", async () => {
    const world = await MemoryWorld.provisioned({ strategy: "single-user" });
    const pair = await pairNamed("a rotation that begins, and expire-previous").begin(world);
    const { violations } = await interleave(world, pair, withoutLock);
    expect(violations.join("\n")).toMatch(/AWSCURRENT is refused/);
  });

  afterAll(() => {
    const { pairs, states, runs, violations } = figures;
    process.stderr.write(`interleavings: ${pairs} pairs, ${states} states, ${runs} runs, ${violations} violations\n`);
    if (pairs === all.length) recordProof("interleavings", { figures, startedAt });
  });
});
