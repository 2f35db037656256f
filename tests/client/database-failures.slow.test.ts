import dns from "node:dns";
import { setTimeout as wait } from "node:timers/promises";
import { testMysql } from "../support/mysql";
import { describeOwnServer, type OwnMysql, startOwnMysql } from "../support/own-mysql";
import { asRoot, type RotationWorld, rotationWorld } from "../support/rotation-world";
import { rotateRepeatedly, underLoad } from "./support/client-load";
import { type ClosableRelay, closableRelay } from "./support/closable-relay";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";

let world: RotationWorld;
let application: RotatingApplication;
let road: ClosableRelay;

beforeAll(async () => {
  world = await rotationWorld({}, { runsRotations: true });
  road = await closableRelay(testMysql().port);
});

afterAll(async () => {
  await road.close();
  await world.close();
});

beforeEach(async () => {
  application = await rotatingApplication("alternating-users", world);
});

afterEach(() => application.close());

const tunnel = () => ({ host: "127.0.0.1", port: road.port });

test("a login that nothing cures: one clear error, few logins, bounded reads, and work goes on when the secret is right", async () => {
  const pool = application.pool({ tunnel: tunnel() });
  const value = await application.secret.value();
  await asRoot(`ALTER USER \`${value.username}\`@'%' IDENTIFIED BY 'changed-by-hand-1'`);
  const before = world.applicationReads();
  const loginsBefore = road.connections();
  const codes = new Set<string>();
  const startedAt = performance.now();
  const load = await underLoad(
    () => pool.query("SELECT 1").catch((error: { code: string }) => void codes.add(error.code)),
    10,
    () => wait(5_000),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  expect([...codes]).toEqual(["login_refused"]);
  expect(load.succeeded).toBeGreaterThan(20);
  // Ten logins began together; then one round after 0.5 to 1 s, 1 to 2 s and 2 to 4 s.
  expect(road.connections() - loginsBefore).toBeLessThanOrEqual(40);
  // The first read, one a second, and AWSPENDING and AWSPREVIOUS once for each round.
  expect(world.applicationReads() - before).toBeLessThanOrEqual(1 + seconds + 1 + 2 * 4);
  await application.secret.put({ ...value, password: "changed-by-hand-1" });
  await wait(1_100);
  await pool.query("SELECT 1");
}, 60_000);

test("a password that the database has before the label moves: AWSPENDING is taken, and told", async () => {
  const pool = application.pool();
  const value = await application.secret.value();
  await application.secret.put({ ...value, password: "pending-password-1" }, "AWSPENDING");
  await asRoot(`ALTER USER \`${value.username}\`@'%' IDENTIFIED BY 'pending-password-1'`);
  await Promise.all([1, 2, 3, 4].map(() => pool.query("SELECT SLEEP(0.01)")));
  expect(pool.credential.status()).toMatchObject({ label: "AWSPENDING" });
});

test("a host that moves to another address: new connections follow, and idle ones of the old address end with it", async () => {
  const pool = application.pool({ host: "localhost", port: road.port });
  await pool.query("SELECT 1");
  const standby = await closableRelay(testMysql().port);
  try {
    // The name leads elsewhere, and the old address is gone.
    const lookup = jest.spyOn(dns, "lookup");
    await road.close();
    road.leadTo(standby.port);
    await road.open();
    await wait(50);
    await Promise.all([1, 2, 3, 4].map(() => pool.query("SELECT SLEEP(0.01)")));
    expect(standby.connections()).toBeGreaterThan(0);
    // Each new connection looks the name up again.
    expect(lookup.mock.calls.filter(([name]) => name === "localhost").length).toBeGreaterThanOrEqual(4);
    lookup.mockRestore();
  } finally {
    road.leadTo(testMysql().port);
    await standby.close();
  }
});

test("a secret whose host or port changes: new connections go there, and old ones are replaced", async () => {
  const pool = application.pool({ maxAgeMs: 1_000, drainMs: 0 });
  await pool.query("SELECT 1");
  const before = road.connections();
  await application.secret.put({ ...(await application.secret.value()), port: road.port });
  const load = await underLoad(
    () => pool.query("SELECT 1"),
    4,
    () => wait(1_500),
  );
  expect(load.failures).toEqual([]);
  expect(road.connections()).toBeGreaterThan(before);
  expect([...pool.connectionsByVersion().keys()]).toEqual([pool.credential.status().versionId]);
});

test("connections are identified by the secret's host through a tunnel, and a wrong name is refused", async () => {
  const pool = application.pool({ tunnel: tunnel() });
  await pool.query("SELECT 1");
  const other = application.pool({ host: "db.example", tunnel: tunnel() });
  await expect(other.query("SELECT 1")).rejects.toMatchObject({ code: "HANDSHAKE_SSL_ERROR" });
  const unknown = application.pool({ ssl: {} });
  await expect(unknown.query("SELECT 1")).rejects.toMatchObject({ code: "HANDSHAKE_SSL_ERROR" });
});

describeOwnServer("on a server of its own", () => {
  let mysql: OwnMysql;

  afterEach(() => mysql.end());

  test("too many connections: the error goes to the caller as it is, and no secret is read for it", async () => {
    mysql = await startOwnMysql({ serverOptions: ["--max-connections=4"] });
    const own = await rotationWorld({}, { mysql, runsRotations: true });
    try {
      const busy = await rotatingApplication("alternating-users", own, { caPem: mysql.caPem });
      const pool = busy.pool({ connectionLimit: 20 });
      await pool.query("SELECT 1");
      const before = own.applicationReads();
      const all = await Promise.allSettled(Array.from({ length: 20 }, () => pool.query("SELECT SLEEP(0.2)")));
      const codes = all.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
      expect(new Set(codes)).toEqual(new Set(["ER_CON_COUNT_ERROR"]));
      expect(own.applicationReads()).toBe(before);
      await pool.query("SELECT 1");
      await busy.close();
    } finally {
      await own.close();
    }
  }, 60_000);

  test("a restart of the database: queries fail while it is away, by the network only, and work again after it", async () => {
    mysql = await startOwnMysql();
    const own = await rotationWorld({}, { mysql, runsRotations: true });
    try {
      const restarted = await rotatingApplication("alternating-users", own, { caPem: mysql.caPem });
      const between = await closableRelay(mysql.port);
      const pool = restarted.pool({ tunnel: { host: "127.0.0.1", port: between.port } });
      const load = await underLoad(
        () => pool.query("SELECT 1"),
        6,
        async () => {
          await rotateRepeatedly(restarted, 1, 200);
          await between.close();
          await wait(500);
          await between.open();
          await wait(500);
        },
      );
      for (const failure of load.failures)
        expect(failure).toMatch(/^(ECONNREFUSED|PROTOCOL_CONNECTION_LOST|ECONNRESET|EPIPE)/);
      await pool.query("SELECT 1");
      expect(pool.credential.status().lastError).toBeUndefined();
      await restarted.close();
      await between.close();
    } finally {
      await own.close();
    }
  }, 60_000);
});
