import { readFileSync } from "node:fs";
import { type HeapContents, heapContents } from "../../../bench/client/program/heap";
import { createRotatingPool } from "../../../client/src";

/** A pool whose secret has another version at each read, and that replaces its connections after each. It says what the heap holds after so many rotations, and so many more. */
const CONNECTIONS = 2;
const { DB_SECRET_ID: secretId = "", DB_CA_FILE = "", ROTATIONS = "" } = process.env;

async function rotate(): Promise<void> {
  const ca = readFileSync(DB_CA_FILE, "utf8");
  const pool = createRotatingPool({ secretId, ssl: { ca }, connectionLimit: CONNECTIONS, drainMs: 0 });
  await pool.query("SELECT 1");
  const found: HeapContents[] = [];
  for (const rotations of ROTATIONS.split(",")) {
    for (let rotation = 0; rotation < Number(rotations); rotation += 1) {
      const { versionId: staleVersion = "" } = pool.credential.status();
      await pool.credential.refresh({ staleVersion });
      await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.query("SELECT 1")));
    }
    found.push(await heapContents());
  }
  await pool.end();
  console.log(JSON.stringify(found));
}

void rotate();
