import type * as Client from "../../../client/src";
import { heapContents } from "./heap";
import type { MemoryReport, Order } from "./order";

const CLIENT: string = "rotating-rds-mysql-client";
const CONNECTIONS = 5;

/** A pool that is told of each rotation, as by an event of RotationSucceeded, and replaces all its connections after it. */
export async function memoryPool({ secretId, address }: Order) {
  const { createRotatingPool } = (await import(CLIENT)) as typeof Client;
  const pool = createRotatingPool({
    secretId,
    ssl: { ca: address.caPem },
    connectionLimit: CONNECTIONS,
    drainMs: 0,
  });
  let rotations = 0;
  let failures = 0;
  const query = async (): Promise<void> => {
    try {
      await pool.query("SELECT 1");
    } catch {
      failures += 1;
    }
  };
  await query();
  return {
    async rotated(): Promise<void> {
      rotations += 1;
      const { versionId: staleVersion = "" } = pool.credential.status();
      await pool.credential.refresh({ staleVersion });
      await Promise.all(Array.from({ length: CONNECTIONS }, query));
    },
    async report(): Promise<MemoryReport> {
      // Before the snapshot, which takes memory itself.
      const residentMb = process.memoryUsage().rss / 2 ** 20;
      const connections = [...pool.connectionsByVersion().values()].reduce((sum, one) => sum + one, 0);
      return { rotations, failures, connections, residentMb, ...(await heapContents()) };
    },
    end: () => pool.end(),
  };
}
