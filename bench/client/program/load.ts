import { setTimeout as wait } from "node:timers/promises";
import { CLOSE_EVERY_MS, CONNECTIONS, type LoadReport, QUERY_MS } from "./order";
import type { Contestant } from "./pools";

/** Has 50 queries under way until `isOver`. */
export async function load(pool: Contestant, isOver: () => boolean, logins: () => number): Promise<LoadReport> {
  const failures: Record<string, number> = {};
  const tookMs: number[] = [];
  let closedAt = performance.now();
  const once = async (): Promise<void> => {
    const startedAt = performance.now();
    const connection = await pool.getConnection();
    try {
      await connection.query(`SELECT SLEEP(${QUERY_MS / 1_000})`);
      tookMs.push(performance.now() - startedAt);
    } catch (error) {
      connection.destroy();
      throw error;
    }
    const isToBeClosed = performance.now() - closedAt > CLOSE_EVERY_MS;
    if (!isToBeClosed) return void (await connection.release());
    closedAt += CLOSE_EVERY_MS;
    await connection.destroy();
  };
  const work = async (): Promise<void> => {
    while (!isOver()) {
      try {
        await once();
      } catch (error) {
        const code = codeOf(error);
        failures[code] = (failures[code] ?? 0) + 1;
        await wait(QUERY_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  tookMs.sort((one, other) => one - other);
  const at = (share: number): number => tookMs[Math.floor(share * (tookMs.length - 1))] ?? Number.NaN;
  return {
    succeeded: tookMs.length,
    failures,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    logins: logins(),
  };
}

/** A code, or what the message begins with: AWS's wrapper keeps the driver's message and not its code. */
function codeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? String(message).slice(0, 60);
}
