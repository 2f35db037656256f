import { type Subject, sweep } from "../../support/abort-sweep";
import { FaultyPorts } from "../../support/faulty-ports";
import { manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { describeOwnServer } from "../../support/own-mysql";
import { type ReplicaPair, startReplicaPair } from "../../support/replica-pair";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

const describeReaders = skippedBecause(
  onMariadb() ? "a reader of MariaDB is refused, which the MariaDB tests show" : undefined,
  describeOwnServer,
);

describeReaders("8. Safe at every crash point, where the secret names a reader", () => {
  const ports = new FaultyPorts();
  let pair: ReplicaPair;
  let world: RotationWorld;
  beforeAll(async () => {
    pair = await startReplicaPair();
    world = await rotationWorld(
      {},
      {
        mysql: pair.writer,
        trusted: () => pair.caPem,
        sleep: async () => undefined,
        aroundSecrets: ports.secrets.bind(ports),
        aroundDatabase: ports.database.bind(ports),
      },
    );
  }, 60_000);
  afterAll(async () => {
    await world?.close();
    await pair?.end();
  });

  it.each(["alternating-users", "admin-rotated"] as const)(
    "%s: a rotation completes with its token, wherever it is broken off",
    async (strategy) => {
      const tags = [{ Key: "rotation:strategy", Value: strategy }];
      const made = await manualUser(world, { mysql: pair.writer, value: pair.value, tags });
      await pair.caughtUp();
      ports.disarm();
      await made.secret.rotate();
      let changes = 0;
      const report = await sweep(async (): Promise<Subject> => {
        const { username } = await made.secret.value();
        const [change, direction] = changes++ % 2 === 0 ? ["GRANT", "TO"] : ["REVOKE", "FROM"];
        await made.sql(`${change} DELETE ON ${made.dbname}.* ${direction} \`${username}\`@'%'`);
        return { made, step: (step, token) => made.secret.step(step, token) };
      }, ports);
      expect(report.violations).toEqual([]);
      expect(report.runs).toBeGreaterThan(strategy === "alternating-users" ? 35 : 25);
    },
    120_000,
  );
});
