// A Lambda function: the pool is made once for each execution environment, and the credential is cached across invocations. While the function is frozen no
// timer runs; the first query after it looks at the credential's age. One connection is enough: an environment serves one request at a time.
import { createRotatingPool } from "rotating-rds-mysql-client";
import { databaseTls } from "./tls.js";

const pool = createRotatingPool({
  secretId: process.env.DB_SECRET_ID ?? "",
  ssl: databaseTls(),
  connectionLimit: 1,
  maxIdle: 1,
});

export async function handler(event: { readonly id: number }): Promise<unknown> {
  const [rows] = await pool.execute("SELECT id, item FROM orders WHERE id >= ? LIMIT 1", [event.id]);
  return rows;
}
