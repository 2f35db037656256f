import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { testMysql } from "../../support/mysql";
import { type AppSecret, asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { silentServer } from "../../support/silent-server";

describe("the deletion of the app users of a server that does not answer", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let event: Record<string, unknown>;
  let username: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.provisioned();
    const { host, port, ...value } = await secret.value();
    username = value.username;
    event = {
      action: "track-app-users",
      secretId: secret.arn,
      adminSecretId: world.adminArn,
      host,
      port,
      username,
      tf: { action: "delete", prev_input: null },
    };
    world.logs();
  });
  const users = async () => {
    const [rows] = await asRoot(`SELECT User FROM mysql.user WHERE User LIKE '${username}%'`);
    return rows?.map((row) => row.User);
  };

  it("fails and keeps them, so that the next destroy drops them", async () => {
    const silent = await silentServer();
    try {
      await expect(world.handler({ ...event, port: silent.port })).rejects.toMatchObject({
        code: "network_unreachable",
        message: expect.stringMatching(/ETIMEDOUT.*destroy again when the database answers.*terraform state rm/),
      });
    } finally {
      await silent.close();
    }
    expect(world.logs()).toContainEqual(expect.objectContaining({ outcome: "failed", logins: 3 }));
    expect(await users()).toEqual([username]);
    await expect(world.handler(event)).resolves.toMatchObject({ dropped: true });
    expect(await users()).toEqual([]);
  }, 30_000);

  it("fails where the connection breaks, as of a server that restarts", async () => {
    const restarting = createServer((client) => void client.destroy());
    restarting.listen(0, "127.0.0.1");
    await once(restarting, "listening");
    const { port } = restarting.address() as AddressInfo;
    await expect(world.handler({ ...event, port })).rejects.toMatchObject({ code: "network_unreachable" });
    restarting.close();
  });

  it("drops them where only the first login got no answer", async () => {
    let connections = 0;
    const busy = createServer((client) => {
      client.on("error", () => client.destroy());
      connections++;
      if (connections === 1) return;
      const upstream = connect(testMysql().port, "127.0.0.1");
      upstream.on("error", () => client.destroy());
      client.pipe(upstream).pipe(client);
    });
    busy.listen(0, "127.0.0.1");
    await once(busy, "listening");
    const { port } = busy.address() as AddressInfo;
    await expect(world.handler({ ...event, port })).resolves.toMatchObject({ dropped: true });
    expect(await users()).toEqual([]);
    busy.close();
  }, 30_000);
});
