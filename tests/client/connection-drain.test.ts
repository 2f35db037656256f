import { EventEmitter } from "node:events";
import type { PoolConnection } from "mysql2";
import { ConnectionDrain } from "../../client/src/connection-drain";
import { ManualRuntime } from "./support/manual-runtime";

const MINUTE_MS = 60_000;

function setUp(settings = { maxConnectionAgeMs: 30 * MINUTE_MS, drainMs: MINUTE_MS }) {
  const runtime = new ManualRuntime();
  const closed: PoolConnection[] = [];
  const drain = new ConnectionDrain(settings, runtime, (connection) => closed.push(connection));
  const open = (versionId: string): PoolConnection => {
    const connection = new EventEmitter() as unknown as PoolConnection;
    drain.opened(connection, versionId, new EventEmitter());
    return connection;
  };
  const openIdle = (versionId: string): PoolConnection => {
    const connection = open(versionId);
    drain.released(connection);
    return connection;
  };
  return { runtime, closed, drain, open, openIdle };
}

test("after a rotation, connections of the version before are replaced over the drain time, those of older ones at once", async () => {
  const { runtime, closed, drain, openIdle } = setUp();
  drain.rotated("v1", undefined);
  const oldest = openIdle("v1");
  drain.rotated("v2", "v1");
  const older = openIdle("v2");
  expect(closed).toEqual([]);
  drain.rotated("v3", "v2");
  expect(closed).toEqual([oldest]);
  await runtime.advance(29_000);
  expect(closed).toEqual([oldest]);
  await runtime.advance(5_000);
  expect(closed).toEqual([oldest, older]);
  const current = openIdle("v3");
  await runtime.advance(10 * MINUTE_MS);
  expect(closed).not.toContain(current);
});

test("never closes a connection that is in use, and gives it away once at its release when it is due", async () => {
  const { runtime, closed, drain, open } = setUp();
  drain.rotated("v1", undefined);
  const busy = open("v1");
  drain.rotated("v2", "v1");
  drain.rotated("v3", "v2");
  await runtime.advance(10 * MINUTE_MS);
  expect(closed).toEqual([]);
  expect(drain.takeIfDue(busy)).toBe(true);
  expect(drain.takeIfDue(busy)).toBe(false);
  expect(drain.countByVersion().size).toBe(0);
});

test("replaces connections by age, and not those that came back from it into use", async () => {
  const { runtime, closed, drain, openIdle } = setUp();
  const idle = openIdle("v1");
  const used = openIdle("v1");
  drain.acquired(used);
  await runtime.advance(31 * MINUTE_MS);
  expect(closed).toEqual([idle]);
  expect(drain.takeIfDue(used)).toBe(true);
});

test("has no age limit at 0, forgets connections that ended, and keeps no timer without connections", async () => {
  const { runtime, closed, drain, openIdle } = setUp({ maxConnectionAgeMs: 0, drainMs: MINUTE_MS });
  const connection = openIdle("v1");
  await runtime.advance(1_000 * MINUTE_MS);
  expect(closed).toEqual([]);
  expect([...drain.countByVersion()]).toEqual([["v1", 1]]);
  connection.emit("end");
  expect(drain.countByVersion().size).toBe(0);
  await runtime.advance(MINUTE_MS);
  expect(runtime.pending).toBe(0);
});

test.each([
  ["set back by a day, it is replaced when its age is over", -86_400_000, 31 * MINUTE_MS],
  ["set forth by a day, it is replaced at once, and its successor when its own age is over", 86_400_000, 5_000],
])("when the clock is %s", async (_, shiftMs, laterMs) => {
  const { runtime, closed, openIdle } = setUp();
  const connection = openIdle("v1");
  runtime.wallShiftMs += shiftMs;
  await runtime.advance(laterMs);
  expect(closed).toEqual([connection]);
  const successor = openIdle("v1");
  await runtime.advance(29 * MINUTE_MS);
  expect(closed).not.toContain(successor);
});
