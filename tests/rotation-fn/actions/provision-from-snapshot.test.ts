import { testMysql } from "../../support/mysql";
import { type AppSecret, logIn, type RotationWorld, rotationWorld, uniqueNames } from "../../support/rotation-world";

/** The accounts of a snapshot carry the mark of the environment that it was taken of: here, of another secret on the same server. */
describe("provision in a database that began as a snapshot", () => {
  let world: RotationWorld;
  let former: AppSecret;
  let secret: AppSecret;
  let event: Record<string, unknown> & { dbname: string; username: string };
  const provision = (of: AppSecret, changes: object = {}) => world.handler({ ...event, secretId: of.arn, ...changes });
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    former = await world.secretWith(undefined);
    secret = await world.secretWith(undefined);
    event = {
      action: "provision",
      adminSecretId: world.adminArn,
      engine: testMysql().engine,
      host: testMysql().host,
      port: testMysql().port,
      ...uniqueNames(),
      userHost: "%",
      privileges: ["SELECT"],
    };
    await provision(former);
    await former.rotate();
  });

  it("refuses the accounts of the other environment, and says which key takes them over", async () => {
    await expect(provision(secret)).rejects.toMatchObject({
      code: "account_not_ours",
      message: expect.stringContaining(`snapshotSecret: "${former.name}" in the environment file`),
    });
    await logIn(await former.value());
  });

  it("refuses accounts of a secret that was not named", async () => {
    await expect(provision(secret, { formerSecret: "prod/another" })).rejects.toMatchObject({
      code: "account_not_ours",
    });
  });

  it("takes both users over, rotates them, and lets no password of the other environment in", async () => {
    const before = [await former.value("AWSCURRENT"), await former.value("AWSPREVIOUS")];
    await provision(secret, { formerSecret: former.name });
    await logIn(await secret.value());
    await secret.rotate();
    await logIn(await secret.value());
    await logIn(await secret.value("AWSPREVIOUS"));
    for (const value of before) await expect(logIn(value)).rejects.toThrow(/Access denied/);
  });

  it("converges to the same when it is sent again, and without the key once the accounts are its own", async () => {
    await provision(secret, { formerSecret: former.name });
    const first = await secret.value();
    await provision(secret, { formerSecret: former.name });
    await provision(secret);
    expect(await secret.value()).toEqual(first);
    await logIn(first);
  });
});
