import type { Handler } from "../../../rotation-fn/handler";
import type { Database } from "../../../rotation-fn/ports/database";
import type { SecretStore } from "../../../rotation-fn/ports/secret-store";
import { renamedPasswords } from "./explore";
import type { MemoryWorld } from "./memory-world";
import { ProcessMemory } from "./process-memory";
import { Actor, scheduledDatabase, scheduledStore } from "./scheduled-ports";

/** What one of two at once does: calls of a function's process of its own, or of Secrets Manager. */
export type Work = (handler: Handler, secrets: SecretStore) => Promise<unknown>;

export interface Pair {
  readonly first: Work;
  readonly second: Work;
  /** What is wrong at any moment. */
  always(world: MemoryWorld): readonly string[];
  /** What is wrong when both have ended; what each returned, or the error that it threw. May call the function to heal. */
  atEnd(world: MemoryWorld, outcomes: readonly [unknown, unknown]): Promise<readonly string[]>;
}

export interface Interleavings {
  /** The different orders of all calls of both. */
  readonly orders: bigint;
  readonly states: number;
  /** What was really run: each from the beginning, until a state that was known. */
  readonly runs: number;
  /** Each with the order that brought it about; the first ones, where there are many. */
  readonly violations: readonly string[];
}

const MAX_SHOWN = 20;
const NAMES = ["A", "B"] as const;

/**
 * Every order of the calls of two at once, from the state in which the world is. Two orders after which the servers are alike and both have
 * learnt the same continue alike, so that one of them is followed. A call for the lock that the other one has may wait or time out.
 */
export async function interleave(world: MemoryWorld, pair: Pair, mistake: Mistake = {}): Promise<Interleavings> {
  const start = world.snapshot();
  const edges = new Map<string, Set<string>>();
  const violations: string[] = [];
  const open: Branch[] = [{ order: [], state: undefined }];
  let runs = 0;
  const report = (found: readonly string[], trail: readonly string[]): void => {
    for (const text of found) if (violations.length < MAX_SHOWN) violations.push(`${trail.join(", ")}: ${text}`);
  };
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    runs++;
    world.restore(start);
    const actors = await startBoth(world, pair, mistake);
    const order: number[] = [];
    const trail: string[] = [];
    const step = async (index: number): Promise<void> => {
      const actor = actors[index];
      if (actor === undefined) throw new Error(`there is no actor ${index}`);
      trail.push(`${actor.name}: ${actor.call}`);
      order.push(index);
      await actor.step();
    };
    for (const index of branch.order) await step(index);
    for (let before = branch.state; ; ) {
      const state = stateOf(world, actors);
      if (before !== undefined) edges.get(before)?.add(state);
      if (edges.has(state)) break;
      edges.set(state, new Set());
      before = state;
      report(pair.always(world), trail);
      const ready = [0, 1].filter((index) => actors[index]?.isDone === false);
      if (ready.length === 0) {
        report(await pair.atEnd(world, [actors[0].outcome, actors[1].outcome]), trail);
        break;
      }
      if (ready.length === 2) open.push({ order: [...order, 1], state });
      await step(ready[0] ?? 0);
    }
  }
  return { orders: pathsIn(edges), states: edges.size, runs, violations };
}

/** An order that has not been followed yet, and the state before its last call. */
interface Branch {
  readonly order: readonly number[];
  readonly state: string | undefined;
}

/** Ports with a mistake in them, as the function would see them if it made that mistake. */
export interface Mistake {
  secrets?(store: SecretStore): SecretStore;
  database?(database: Database): Database;
}

async function startBoth(
  world: MemoryWorld,
  pair: Pair,
  { secrets = (store) => store, database: around = (database) => database }: Mistake,
): Promise<readonly [Actor, Actor]> {
  const actors = [new Actor(NAMES[0]), new Actor(NAMES[1])] as const;
  for (const [index, actor] of actors.entries()) {
    const store = () => scheduledStore(actor, world.secrets.store());
    const database = () => scheduledDatabase(actor, world, world.database.port());
    const handler = world.handlerOn(
      () => secrets(store()),
      () => around(database()),
      new ProcessMemory(),
    );
    const work = index === 0 ? pair.first : pair.second;
    await actor.start(() => work(handler, store()));
  }
  return actors;
}

function stateOf(world: MemoryWorld, actors: readonly Actor[]): string {
  const { secrets, database } = world.snapshot();
  return renamedPasswords([secrets.now, database, actors.map(({ knowledge }) => knowledge)]);
}

/** How many ways there are from the first state to an end. */
function pathsIn(edges: ReadonlyMap<string, ReadonlySet<string>>): bigint {
  const counted = new Map<string, bigint>();
  const count = (key: string): bigint => {
    const known = counted.get(key);
    if (known !== undefined) return known;
    const next = [...(edges.get(key) ?? [])];
    const paths = next.length === 0 ? 1n : next.map(count).reduce((sum, one) => sum + one, 0n);
    counted.set(key, paths);
    return paths;
  };
  const [first] = edges.keys();
  return first === undefined ? 0n : count(first);
}
