// A worker whose transactions are longer than a rotation takes. Its connection stays open for the whole job, whatever rotates meanwhile, and is replaced when
// the job gives it back.
import { setTimeout as wait } from "node:timers/promises";
import { createRotatingPool } from "rotating-rds-mysql-client";
import { databaseTls } from "./tls.js";

const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID ?? "", ssl: databaseTls(), connectionLimit: 5 });
const JOB_MS = 2_500;

export async function work(): Promise<void> {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.query("INSERT INTO orders (item) VALUES ('begun')");
    await wait(JOB_MS);
    await connection.query("INSERT INTO orders (item) VALUES ('done')");
    await connection.commit();
  } catch (error) {
    await connection.rollback().catch(() => undefined);
    throw error;
  } finally {
    connection.release();
  }
}

export const close = (): Promise<void> => pool.end();
