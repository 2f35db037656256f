import { TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import { STRATEGY_TAG } from "../../../rotation-fn/settings";
import { sweep } from "../../support/abort-sweep";
import { FaultyPorts } from "../../support/faulty-ports";
import { manualUser } from "../../support/manual-user";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

const SWEEP_MS = 600_000;

/** The rotation that ends what the strategy before has left, broken off at each of its calls. */
describe("26. No password without a label, wherever the rotation after a change of strategy is broken off", () => {
  const ports = new FaultyPorts();
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld(
      {},
      {
        sleep: async () => undefined,
        aroundSecrets: ports.secrets.bind(ports),
        aroundDatabase: ports.database.bind(ports),
      },
    );
  });
  afterAll(() => world.close());

  it.each([
    ["admin-rotated", "alternating-users"],
    ["alternating-users", "admin-rotated"],
  ] as const)(
    "from %s to %s",
    async (before, after) => {
      const report = await sweep(async () => {
        ports.disarm();
        const made = await manualUser(world, { tags: [{ Key: STRATEGY_TAG, Value: before }] });
        for (let rotation = 0; rotation < 2; rotation++) await made.secret.rotate();
        await world.client.send(
          new TagResourceCommand({ SecretId: made.secret.arn, Tags: [{ Key: STRATEGY_TAG, Value: after }] }),
        );
        return { made, step: (step, token) => made.secret.step(step, token) };
      }, ports);
      expect(report.violations).toEqual([]);
      expect(report.runs).toBeGreaterThan(25);
    },
    SWEEP_MS,
  );
});
