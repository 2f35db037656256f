// Kysely works on mysql2's pool with callbacks: that is `pool.pool`.
import { type Generated, Kysely, MysqlDialect } from "kysely";
import { createRotatingPool } from "rotating-rds-mysql-client";
import { databaseTls } from "./tls.js";

interface Tables {
  orders: { id: Generated<number>; item: string };
}

const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID ?? "", ssl: databaseTls(), connectionLimit: 5 });
const database = new Kysely<Tables>({ dialect: new MysqlDialect({ pool: pool.pool }) });

export async function work(): Promise<void> {
  await database.insertInto("orders").values({ item: "tea" }).execute();
  await database.selectFrom("orders").selectAll().orderBy("id", "desc").limit(1).execute();
}

export const close = (): Promise<void> => database.destroy();
