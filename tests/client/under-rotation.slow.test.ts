import { type RotationWorld, rotationWorld } from "../support/rotation-world";
import { rotateRepeatedly, underLoad } from "./support/client-load";
import { type RotatingApplication, rotatingApplication, type Strategy } from "./support/rotating-application";

let world: RotationWorld;
let application: RotatingApplication;

beforeAll(async () => {
  world = await rotationWorld({}, { runsRotations: true });
});

afterAll(() => world.close());

afterEach(() => application.close());

describe.each<Strategy>(["alternating-users", "single-user", "admin-rotated"])("under %s", (strategy) => {
  test("10 workers see no failed query in 6 rotations, and reads and connections stay bounded", async () => {
    application = await rotatingApplication(strategy, world);
    const pool = application.pool({ connectionLimit: 10, maxAgeMs: 1_000, drainMs: 200 });
    let opened = 0;
    pool.on("connection", () => {
      opened += 1;
    });
    const before = world.applicationReads();
    const startedAt = performance.now();
    const load = await underLoad(
      () => pool.query("SELECT 1"),
      10,
      () => rotateRepeatedly(application, 6, 300),
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(load.failures).toEqual([]);
    expect(load.succeeded).toBeGreaterThan(100);
    // One background read in 0.7 to 0.9 s, and at most one for each rotation that a refused login met first.
    expect(world.applicationReads() - before).toBeLessThanOrEqual(seconds / 0.7 + 6 + 1);
    // Each rotation replaces each connection once.
    expect(opened).toBeLessThanOrEqual(10 * 7);
  }, 240_000);

  test("a pool that never refreshes by itself still sees no failed query, with new connections all the time", async () => {
    application = await rotatingApplication(strategy, world);
    const pool = application.pool({ connectionLimit: 4, maxConnectionAgeMs: 50, drainMs: 0 });
    const load = await underLoad(
      () => pool.query("SELECT 1"),
      4,
      () => rotateRepeatedly(application, 4, 300),
    );
    expect(load.failures).toEqual([]);
    expect(load.succeeded).toBeGreaterThan(50);
  }, 240_000);
});
