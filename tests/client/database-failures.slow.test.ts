import dns from "node:dns";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { newPassword } from "../../local/mysql/accounts";
import { createCertificateAuthority } from "../../local/mysql/certificates";
import { testMysql } from "../support/mysql";
import { describeOwnServer, type OwnMysql, startOwnMysql } from "../support/own-mysql";
import { asRoot, type RotationWorld, rotationWorld } from "../support/rotation-world";
import { temporaryFolder } from "../support/temporary-folder";
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

/** What an application may see of a database that goes away: the network's errors, and the server's farewell. */
const LOST = /^(ECONNREFUSED|PROTOCOL_CONNECTION_LOST|ECONNRESET|EPIPE|ER_SERVER_SHUTDOWN)/;

type Lookup = (error: null, ...found: unknown[]) => void;

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

test("a failover: the name leads to another address, and new connections follow it without a restart", async () => {
  // The address of each relay is what the name means before and after.
  const standby = await closableRelay(testMysql().port, { address: "127.0.0.2", port: road.port });
  let address = "127.0.0.1";
  const lookup = jest
    .spyOn(dns, "lookup")
    .mockImplementation(((_: string, options: { all?: boolean }, answer: Lookup) =>
      options.all ? answer(null, [{ address, family: 4 }]) : answer(null, address, 4)) as never);
  try {
    const pool = application.pool({ host: "localhost", port: road.port });
    const load = await underLoad(
      () => pool.query("SELECT 1"),
      4,
      async () => {
        await wait(300);
        await road.close();
        await wait(200);
        address = "127.0.0.2";
        await wait(500);
      },
    );
    for (const failure of load.failures) expect(failure).toMatch(LOST);
    expect(standby.connections()).toBeGreaterThan(0);
    await Promise.all([1, 2, 3, 4].map(() => pool.query("SELECT SLEEP(0.01)")));
  } finally {
    lookup.mockRestore();
    await standby.close();
    await road.open();
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

  test("a restart of the database: queries fail while it is away, by the network only, and work and rotate again after it", async () => {
    const kept = {
      dataDir: path.join(temporaryFolder(), "data"),
      authority: createCertificateAuthority("restarted", 1),
      admin: { username: "admin", password: newPassword() },
    };
    mysql = await startOwnMysql(kept);
    const own = await rotationWorld({}, { mysql, runsRotations: true });
    try {
      const restarted = await rotatingApplication("alternating-users", own, { caPem: mysql.caPem });
      const pool = restarted.pool();
      const load = await underLoad(
        () => pool.query("SELECT 1"),
        6,
        async () => {
          await rotateRepeatedly(restarted, 1, 200);
          await mysql.end();
          await wait(500);
          mysql = await startOwnMysql({ ...kept, port: mysql.port });
          await rotateRepeatedly(restarted, 2, 200);
        },
      );
      expect(load.failures.length).toBeGreaterThan(0);
      for (const failure of load.failures) expect(failure).toMatch(LOST);
      await pool.query("SELECT 1");
      expect(pool.credential.status().lastError).toBeUndefined();
      await restarted.close();
    } finally {
      await own.close();
    }
  }, 120_000);
});
