import { inspect } from "node:util";
import type { RowDataPacket } from "mysql2/promise";
import type { RotatingPool } from "../../client/src";
import { type RotationWorld, rotationWorld } from "../support/rotation-world";
import { secretsIn } from "../support/secret-forms";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";

let world: RotationWorld;
let application: RotatingApplication;
let readsBefore: number;

beforeAll(async () => {
  world = await rotationWorld({}, { runsRotations: true });
});

afterAll(() => world.close());

beforeEach(async () => {
  application = await rotatingApplication("alternating-users", world);
  readsBefore = world.applicationReads();
});

afterEach(() => application.close());

/** The account of a connection, as the server names it. */
async function userOf(pool: Pick<RotatingPool, "query">): Promise<string> {
  const [rows] = await pool.query<RowDataPacket[]>("SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1) AS name");
  return String(rows[0]?.name);
}

const reads = (): number => world.applicationReads() - readsBefore;

test("answers query, execute and getConnection, and reads the secret once for all", async () => {
  const pool = application.pool({ connectionLimit: 4 });
  const [rows] = await pool.execute<RowDataPacket[]>("SELECT ? + 1 AS sum", [41]);
  expect(rows[0]?.sum).toBe(42);
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  await connection.rollback();
  connection.release();
  await Promise.all(Array.from({ length: 20 }, () => pool.query("SELECT SLEEP(0.01)")));
  expect(reads()).toBe(1);
});

test("an idle pool that slept through rotations works at its first query", async () => {
  const pool = application.pool();
  await pool.query("SELECT 1");
  for (let rotation = 0; rotation < 3; rotation += 1) await application.rotate();
  // The connection from before still works, and MySQL checks no password again.
  await pool.query("SELECT 1");
  await Promise.all(Array.from({ length: 10 }, () => pool.query("SELECT SLEEP(0.01)")));
  // Nine new connections were refused at first, together they read once.
  expect(reads()).toBe(2);
});

test("a transaction that began before two rotations is committed after them, and its connection is then replaced", async () => {
  const pool = application.pool({ connectionLimit: 2, drainMs: 0 });
  const connection = await pool.getConnection();
  const user = await userOf(connection);
  await connection.query("CREATE TABLE kept (id INT PRIMARY KEY)");
  await connection.beginTransaction();
  await connection.query("INSERT INTO kept VALUES (1)");
  for (let rotation = 0; rotation < 2; rotation += 1) {
    await application.rotate();
    await pool.credential.refresh({ staleVersion: pool.credential.status().versionId ?? "" });
  }
  await connection.query("INSERT INTO kept VALUES (2)");
  expect(await userOf(connection)).toBe(user);
  await connection.commit();
  expect([...pool.connectionsByVersion().keys()]).not.toContain(pool.credential.status().versionId);
  connection.release();
  const [rows] = await pool.query<RowDataPacket[]>("SELECT COUNT(*) AS number FROM kept");
  expect(rows[0]?.number).toBe(2);
  expect([...pool.connectionsByVersion().keys()]).toEqual([pool.credential.status().versionId]);
});

test("a connection that is replaced at its release gives its place to a query that waits", async () => {
  const pool = application.pool({ connectionLimit: 1, drainMs: 0 });
  const connection = await pool.getConnection();
  await application.rotate();
  await pool.credential.refresh({ staleVersion: pool.credential.status().versionId ?? "" });
  const waiting = pool.query("SELECT 1");
  connection.release();
  await waiting;
});

test("holds connections of both users for a while, each with its own session and definer, and then of the current one only", async () => {
  const pool = application.pool({ connectionLimit: 2, drainMs: 400 });
  const first = await pool.getConnection();
  await first.query("CREATE TEMPORARY TABLE mine (id INT)");
  await first.query("SET @mine = 1");
  await application.rotate();
  await pool.credential.refresh({ staleVersion: pool.credential.status().versionId ?? "" });
  const second = await pool.getConnection();
  expect(await userOf(second)).toBe(`${await userOf(first)}_clone`);
  await first.query("INSERT INTO mine VALUES (1)");
  await expect(second.query("SELECT * FROM mine")).rejects.toMatchObject({ code: "ER_NO_SUCH_TABLE" });
  const [rows] = await second.query<RowDataPacket[]>("SELECT @mine AS mine");
  expect(rows[0]?.mine).toBeNull();
  for (const connection of [first, second]) await connection.query(`CREATE VIEW v${connection.threadId} AS SELECT 1`);
  const [views] = await first.query<RowDataPacket[]>(
    "SELECT SUBSTRING_INDEX(DEFINER, '@', 1) AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()",
  );
  expect(views.map(({ definer }) => definer).sort()).toEqual([await userOf(first), await userOf(second)]);
  expect(pool.connectionsByVersion().size).toBe(2);
  first.release();
  second.release();
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect([...pool.connectionsByVersion()]).toEqual([[pool.credential.status().versionId, 1]]);
});

test("forgets connections that the driver ends because they are idle", async () => {
  const pool = application.pool({ connectionLimit: 4, maxIdle: 1, idleTimeout: 50 });
  await Promise.all([1, 2, 3, 4].map(() => pool.query("SELECT SLEEP(0.02)")));
  const versionId = pool.credential.status().versionId ?? "";
  expect(pool.connectionsByVersion().get(versionId)).toBe(4);
  for (let waited = 0; waited < 5_000 && pool.connectionsByVersion().size > 0; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(pool.connectionsByVersion().size).toBe(0);
});

test("the callback pool underneath logs in the same way", async () => {
  const { pool: core } = application.pool();
  await application.rotate();
  const sum = await new Promise((resolve, reject) => {
    core.query("SELECT 1 + 1 AS sum", (error, rows) => (error ? reject(error) : resolve(rows)));
  });
  expect(sum).toEqual([{ sum: 2 }]);
});

test("emits the events of mysql2's pool", async () => {
  const pool = application.pool({ connectionLimit: 1 });
  const seen: string[] = [];
  for (const event of ["connection", "acquire", "release", "enqueue"] as const) {
    pool.on(event as "enqueue", () => void seen.push(event));
  }
  await Promise.all([pool.query("SELECT 1"), pool.query("SELECT 2")]);
  expect(seen).toEqual(["enqueue", "connection", "acquire", "release"]);
});

test("shows no password in pool, credential, connection or error", async () => {
  const pool = application.pool();
  const connection = await pool.getConnection();
  const failed = await connection.query("SELEC 1").catch((error: unknown) => error);
  const value = await application.secret.value();
  const credential = await pool.credential.get();
  const { connection: core } = connection as unknown as { connection: { config: object } };
  const shown = [pool, pool.credential, credential, connection, core, core.config, failed, { ...credential }];
  const text = shown.map((one) => inspect(one, { depth: 12 })).join("\n");
  const json = JSON.stringify([credential, { ...credential }, failed, pool.credential, pool.credential.status()]);
  expect(secretsIn(text + json, [value.password])).toEqual([]);
  expect(credential.password).toBe(value.password);
  connection.release();
});

test("end closes everything, and later queries fail as those of mysql2's pool do", async () => {
  const pool = application.pool();
  await pool.query("SELECT 1");
  await pool.end();
  await pool.end();
  await expect(pool.query("SELECT 1")).rejects.toThrow("Pool is closed.");
  await expect(pool.credential.get()).rejects.toMatchObject({ code: "closed" });
});

test("end during the first read rejects who waits, and resolves", async () => {
  const pool = application.pool();
  const waiting = Promise.allSettled([pool.query("SELECT 1"), pool.getConnection(), pool.execute("SELECT 1")]);
  await pool.end();
  const results = await waiting;
  for (const result of results)
    expect(result).toMatchObject({ status: "rejected", reason: { message: "Pool is closed." } });
});
