// A script: one pool, a query, the end. Secret and region come from the environment.
import { createRotatingPool } from "rotating-rds-mysql-client";
import { databaseTls } from "./tls.js";

const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID ?? "", ssl: databaseTls(), connectionLimit: 2 });
try {
  const [rows] = await pool.query("SELECT COUNT(*) AS orders FROM orders");
  console.log(JSON.stringify(rows));
} finally {
  await pool.end();
}
