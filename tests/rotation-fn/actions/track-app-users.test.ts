import { testMysql } from "../../support/mysql";
import { type AppSecret, logIn, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

/** The evidence of where the database was lies in Terraform's state, apart from the provisioning. The server answers to two names here. */
describe("track-app-users", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let provisioning: Record<string, unknown> & { username: string; port: number };
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.secretWith(undefined);
    const { engine, port } = testMysql();
    provisioning = {
      action: "provision",
      secretId: secret.arn,
      adminSecretId: world.adminArn,
      engine,
      host: "localhost",
      port,
      ...uniqueNames(),
      userHost: "%",
      privileges: ["SELECT"],
    };
    await world.handler(provisioning);
  });

  /** As the provider does: an update sends the input before; one that fails leaves the new input in the state, and the old answer. */
  const track = (host: string, from?: string) => {
    const { secretId, adminSecretId, port, username } = provisioning;
    const input = (of: string) => ({
      action: "track-app-users",
      secretId,
      adminSecretId,
      host: of,
      port,
      username,
    });
    const tf = { action: from ? "update" : "create", prev_input: from ? input(from) : null };
    return world.handler({ ...input(host), tf });
  };
  const provisionAfter = (tracked: unknown, changes = {}) =>
    world.handler({ ...provisioning, host: "127.0.0.1", tracked, ...changes });

  it("answers where the database is and where it was, and asks no other service", async () => {
    world.operations();
    const { port } = provisioning;
    const answer = { secretId: secret.arn, user: provisioning.username };
    await expect(track("db")).resolves.toEqual({ ...answer, addresses: [{ host: "db", port }] });
    await expect(track("db", "DB.")).resolves.toEqual({ ...answer, addresses: [{ host: "db", port }] });
    await expect(track("db", "old")).resolves.toEqual({
      ...answer,
      addresses: [
        { host: "db", port },
        { host: "old", port },
      ],
    });
    expect(world.operations()).toEqual([]);
  });

  it("lets a provisioning follow a database that moved, also after one that failed", async () => {
    const tracked = await track("127.0.0.1", "localhost");
    const wrongAdmin = { adminSecretId: `${world.adminArn.slice(0, -6)}zzzzzz` };
    await expect(provisionAfter(tracked, wrongAdmin)).rejects.toThrow(expect.objectContaining({ effect: "none" }));
    expect((await secret.value()).host).toBe("localhost");
    await expect(provisionAfter(tracked)).resolves.toMatchObject({ value: "moved" });
    expect((await secret.value()).host).toBe("127.0.0.1");
    await logIn(await secret.value());
  });

  it("lets it follow when the tracking itself failed: the state then holds the answer before", async () => {
    await expect(provisionAfter(await track("localhost"))).resolves.toMatchObject({ value: "moved" });
  });

  it("is no evidence for a database at which the environment never was", async () => {
    await expect(provisionAfter(await track("127.0.0.1", "third.example"))).rejects.toThrow(
      expect.objectContaining({ code: "host_mismatch", effect: "none" }),
    );
  });
});
