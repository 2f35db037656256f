// Drizzle works on a pool of mysql2: it takes this one as it is.
import { desc } from "drizzle-orm";
import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { drizzle } from "drizzle-orm/mysql2";
import { createRotatingPool } from "rotating-rds-mysql-client";
import { databaseTls } from "./tls.js";

const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID ?? "", ssl: databaseTls(), connectionLimit: 5 });
const database = drizzle({ client: pool });
const orders = mysqlTable("orders", { id: int().primaryKey().autoincrement(), item: varchar({ length: 64 }) });

export async function work(): Promise<void> {
  await database.insert(orders).values({ item: "tea" });
  await database.select().from(orders).orderBy(desc(orders.id)).limit(1);
}

export const close = (): Promise<void> => pool.end();
