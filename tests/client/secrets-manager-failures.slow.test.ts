import { setTimeout as wait } from "node:timers/promises";
import { DeleteSecretCommand, RestoreSecretCommand } from "@aws-sdk/client-secrets-manager";
import type { RotatingPool } from "../../client/src";
import { type ErrorType, ServiceError } from "../../local/aws/secrets-manager/errors";
import { type RotationWorld, rotationWorld } from "../support/rotation-world";
import { rotateRepeatedly, underLoad } from "./support/client-load";
import { type ClosableRelay, closableRelay } from "./support/closable-relay";
import { type RotatingApplication, rotatingApplication } from "./support/rotating-application";

let world: RotationWorld;
let road: ClosableRelay;
let application: RotatingApplication;

beforeAll(async () => {
  world = await rotationWorld({}, { runsRotations: true });
  road = await closableRelay(Number(new URL(world.endpoint).port));
});

afterAll(async () => {
  await road.close();
  await world.close();
});

beforeEach(async () => {
  application = await rotatingApplication("alternating-users", world, { endpoint: `http://127.0.0.1:${road.port}` });
});

afterEach(async () => {
  world.answerApplication(() => undefined);
  await application.close();
});

const answerWith = (type: ErrorType, message: string) => () => {
  throw new ServiceError(type, message);
};

/** New connections, one for each query, in as short a time as that takes. */
const manyLogins = (pool: RotatingPool) =>
  Promise.all(Array.from({ length: 8 }, () => pool.query("SELECT SLEEP(0.01)")));

async function untilError(pool: RotatingPool): Promise<string | undefined> {
  for (let waited = 0; waited < 5_000 && pool.credential.status().lastError === undefined; waited += 20) await wait(20);
  return pool.credential.status().lastError?.code;
}

test("a secret that is deleted in the middle: the pool goes on, says so, and works normally when it is restored", async () => {
  const pool = application.pool({ maxAgeMs: 1_000 });
  await pool.query("SELECT 1");
  await world.client.send(new DeleteSecretCommand({ SecretId: application.secret.arn }));
  expect(await untilError(pool)).toBe("deleted");
  await manyLogins(pool);
  await expect(application.pool().query("SELECT 1")).rejects.toMatchObject({ code: "deleted" });
  await world.client.send(new RestoreSecretCommand({ SecretId: application.secret.arn }));
  await wait(2_000);
  expect(pool.credential.status()).toMatchObject({ isStale: false, lastError: undefined });
});

test.each<[string, ErrorType, string]>([
  ["access_denied", "AccessDeniedException", "User: arn:aws:sts::1:assumed-role/app is not authorized to perform this"],
  ["key_unusable", "AccessDeniedException", "Access to KMS is not allowed"],
  ["unreachable", "InternalServiceError", "An error occurred on the server side."],
])(
  "what is taken away in the middle (%s): the pool goes on with what it knows, and a new one fails clearly",
  async (code, type, message) => {
    const pool = application.pool({ maxAgeMs: 1_000, readTimeoutMs: 500 });
    await pool.query("SELECT 1");
    world.answerApplication(answerWith(type, message));
    expect(await untilError(pool)).toBe(code);
    await manyLogins(pool);
    await expect(application.pool({ readTimeoutMs: 500 }).query("SELECT 1")).rejects.toMatchObject({ code });
  },
);

test("Secrets Manager that is down at the start: queries fail in bounded time, and work as soon as it is back", async () => {
  await road.close();
  const pool = application.pool({ readTimeoutMs: 1_000 });
  const startedAt = performance.now();
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "unreachable" });
  await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "unreachable" });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  await road.open();
  await wait(2_500);
  await manyLogins(pool);
});

test("Secrets Manager that is down later, through a rotation: no query fails", async () => {
  const pool = application.pool({ maxAgeMs: 1_000, readTimeoutMs: 500, maxConnectionAgeMs: 50 });
  await pool.query("SELECT 1");
  await road.close();
  const load = await underLoad(
    () => pool.query("SELECT 1"),
    8,
    () => rotateRepeatedly(application, 1, 3_000),
  );
  expect(load.failures).toEqual([]);
  expect(pool.credential.status()).toMatchObject({ isStale: true, lastError: { code: "unreachable" } });
  await road.open();
});

test("reads that are throttled every other time: no query fails under rotation, from the start on", async () => {
  let calls = 0;
  world.answerApplication(() => {
    calls += 1;
    if (calls % 2 === 1) throw new ServiceError("ThrottlingException", "Rate exceeded");
  });
  const pool = application.pool({ maxAgeMs: 1_000, maxConnectionAgeMs: 50 });
  const load = await underLoad(
    () => pool.query("SELECT 1"),
    8,
    () => rotateRepeatedly(application, 4, 500),
  );
  expect(load.failures).toEqual([]);
  expect(load.succeeded).toBeGreaterThan(50);
});

test("replies after 5 seconds: the first query waits, and no query fails under rotation", async () => {
  world.answerApplication(() => wait(5_000));
  const pool = application.pool({ maxAgeMs: 5_000, maxConnectionAgeMs: 100 });
  const load = await underLoad(
    () => pool.query("SELECT 1"),
    8,
    async () => {
      await wait(5_200);
      await rotateRepeatedly(application, 1, 6_500);
    },
  );
  expect(load.failures).toEqual([]);
  expect(load.succeeded).toBeGreaterThan(50);
}, 60_000);

test("a value that becomes invalid JSON: the pool goes on with the version before", async () => {
  const pool = application.pool({ maxAgeMs: 1_000 });
  await pool.query("SELECT 1");
  const good = await application.secret.value();
  await application.secret.put(`{"password":"${good.password}`);
  expect(await untilError(pool)).toBe("not_a_database_secret");
  await manyLogins(pool);
  await application.secret.put(good);
  await wait(2_000);
  expect(pool.credential.status()).toMatchObject({ isStale: false });
});

test("end during a refresh that MySQL's refusal began: whoever waits is rejected, and end resolves", async () => {
  const pool = application.pool();
  await pool.query("SELECT 1");
  await application.rotate();
  await application.rotate();
  world.answerApplication(() => wait(2_000));
  const waiting = Promise.allSettled([1, 2, 3].map(() => pool.query("SELECT SLEEP(0.05)")));
  await wait(500);
  const startedAt = performance.now();
  await pool.end();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  const outcomes = (await waiting).map((one) => (one.status === "fulfilled" ? "worked" : String(one.reason.message)));
  expect(outcomes).toEqual(["worked", "Pool is closed.", "Pool is closed."]);
});
