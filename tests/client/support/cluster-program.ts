import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { createRotatingPool } from "../../../client/src";

/** A cluster of workers that query until standard input ends. Nothing catches an unhandled rejection: Node ends the process with it. */
const WORKERS = 3;

async function work(): Promise<void> {
  const ca = readFileSync(process.env.DB_CA_FILE ?? "", "utf8");
  const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID ?? "", ssl: { ca }, maxConnectionAgeMs: 100 });
  let isOver = false;
  process.once("message", () => {
    isOver = true;
  });
  let succeeded = 0;
  const failures: string[] = [];
  while (!isOver) {
    await pool.query("SELECT 1").then(
      () => {
        succeeded += 1;
      },
      (error: Error) => failures.push(error.message),
    );
    if (succeeded === 1) process.send?.({ ready: true });
    await wait(20);
  }
  await pool.end();
  process.send?.({ succeeded, failures });
  process.disconnect();
}

function lead(): void {
  for (let worker = 0; worker < WORKERS; worker += 1) cluster.fork();
  let ready = 0;
  cluster.on("message", (_worker, message: { ready?: true }) => {
    if (message.ready) {
      ready += 1;
      if (ready === WORKERS) console.log("ready");
    } else console.log(JSON.stringify(message));
  });
  cluster.on("exit", (_worker, code) => {
    if (code !== 0) process.exitCode = 1;
  });
  process.stdin.resume().on("end", () => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.send("over");
  });
}

if (cluster.isPrimary) lead();
else void work();
