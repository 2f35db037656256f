import { FaultyPorts } from "../../support/faulty-ports";
import { interruptNarrowing, narrow, rotatedSecret } from "../../support/narrower-user-host";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("provision with a narrower userHost, interrupted before each of its calls", () => {
  const ports = new FaultyPorts();
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld(
      {},
      { aroundSecrets: (store) => ports.secrets(store), aroundDatabase: (database) => ports.database(database) },
    );
  });
  afterAll(() => world.close());

  it.each(["alternating-users", "admin-rotated"] as const)(
    "%s: clients use AWSCURRENT with all their rights before and after a repetition",
    async (strategy) => {
      const undisturbed = await rotatedSecret(world, strategy);
      ports.disarm();
      await narrow(undisturbed);
      const { length } = ports.calls;
      expect(length).toBeGreaterThan(20);
      for (let at = 1; at <= length; at++) await interruptNarrowing(world, ports, strategy, at);
    },
    300_000,
  );
});
