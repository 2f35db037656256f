// A service: the pool lives as long as the process. SIGTERM stops it gracefully: no new requests, those under way end, then the pool.
import express from "express";
import { createRotatingPool } from "rotating-rds-mysql-client";
import { healthOf } from "./health-check.js";
import { databaseTls } from "./tls.js";

const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID ?? "", ssl: databaseTls(), connectionLimit: 10 });
pool.credential.on("refreshed", ({ username, label }) => console.log(`logs in as ${username} (${label})`));
pool.credential.on("error", (error) => console.error(error.message));

const app = express();
app.get("/orders", async (_request, response) => {
  const [rows] = await pool.query("SELECT id, item FROM orders ORDER BY id DESC LIMIT 10");
  response.json(rows);
});
app.get("/health", async (_request, response) => {
  const health = await healthOf(pool);
  response.status(health.isReady ? 200 : 503).json(health);
});

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`listening on ${JSON.stringify(server.address())}`);
});

process.once("SIGTERM", () => {
  server.close(() => void pool.end());
  server.closeIdleConnections();
});
