import { manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql } from "../../support/own-mysql";
import { startOwnServerWorld } from "../../support/own-server-world";
import { type RotationWorld, uniqueNames } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

/** What it means for a scope on MySQL is tests/rotation-fn/adapters/database-scope. */
const describeLowerCase = skippedBecause(
  onMariadb() ? undefined : "MySQL takes the setting from the data directory, whose template here has 0",
  describeOwnServer,
);

describeLowerCase("provision on a server with lower_case_table_names=1 and a capital in dbname", () => {
  let server: OwnMysql;
  let world: RotationWorld;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ mysql: server, world, close } = await startOwnServerWorld({ serverOptions: ["--lower-case-table-names=1"] }));
  }, 60_000);
  afterAll(() => close());

  it("revokes a privilege that left the environment, and grants nothing twice", async () => {
    const secret = await world.secretWith(undefined);
    const { username } = uniqueNames();
    const provision = (privileges: readonly string[]) =>
      world.handler({
        action: "provision",
        secretId: secret.arn,
        adminSecretId: world.adminArn,
        engine: server.engine,
        host: server.host,
        port: server.port,
        dbname: "Shop_Orders",
        username,
        userHost: "%",
        privileges,
      });
    await provision(["SELECT", "INSERT"]);
    await expect(provision(["SELECT", "INSERT"])).resolves.toMatchObject({
      accounts: [`'${username}'@'%': as wanted`],
    });
    await provision(["SELECT"]);
    const { grants } = await manualUser(world, { mysql: server });
    const found = (await grants(username)).join();
    expect(found).toMatch(/GRANT SELECT ON `shop\\*_orders`/);
    expect(found).not.toContain("INSERT");
  });
});
