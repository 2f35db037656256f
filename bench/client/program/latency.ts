import { CONNECTIONS, type ContestantName, type LatencyReport } from "./order";
import type { Contestant } from "./pools";

/** The first rounds open connections and let V8 compile. */
const WARM_UP_ROUNDS = 40;
const ONES_A_ROUND = 20;

/**
 * The same queries by each pool in turn, in one process, so that whatever else the machine does meets all alike: `SELECT 1` one at a time, and 50 at once.
 */
export async function latency(
  pools: ReadonlyMap<ContestantName, Contestant>,
  isOver: () => boolean,
): Promise<LatencyReport> {
  const samples = new Map([...pools.keys()].map((name) => [name, { one: [] as number[], fifty: [] as number[] }]));
  for (let round = 0; !isOver(); round += 1) {
    for (const [name, pool] of pools) {
      const one: number[] = [];
      for (let query = 0; query < ONES_A_ROUND; query += 1) one.push(await timed(pool));
      const fifty = await Promise.all(Array.from({ length: CONNECTIONS }, () => timed(pool)));
      if (round < WARM_UP_ROUNDS) continue;
      samples.get(name)?.one.push(...one);
      samples.get(name)?.fifty.push(...fifty);
    }
  }
  return Object.fromEntries(
    [...samples].map(([name, { one, fifty }]) => [
      name,
      { oneMs: medianOf(one), fiftyMs: medianOf(fifty), samples: one.length + fifty.length },
    ]),
  );
}

async function timed(pool: Contestant): Promise<number> {
  const startedAt = performance.now();
  const connection = await pool.getConnection();
  await connection.query("SELECT 1");
  await connection.release();
  return performance.now() - startedAt;
}

function medianOf(sample: number[]): number {
  return sample.sort((one, other) => one - other)[Math.floor(sample.length / 2)] ?? Number.NaN;
}
