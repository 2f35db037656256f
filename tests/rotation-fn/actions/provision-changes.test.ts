import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { testMysql } from "../../support/mysql";
import {
  type AppSecret,
  asRoot,
  logIn,
  type RotationWorld,
  rotationWorld,
  uniqueNames,
} from "../../support/rotation-world";

/** What provision does when the environment or the secret has changed since. The server answers to two names here. */
describe("provision, when the database has moved", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let before: Record<string, unknown> & { dbname: string; username: string; host: string };
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.secretWith(undefined);
    before = {
      action: "provision",
      secretId: secret.arn,
      adminSecretId: world.adminArn,
      engine: testMysql().engine,
      host: "localhost",
      port: testMysql().port,
      ...uniqueNames(),
      userHost: "%",
      privileges: ["SELECT", "INSERT"],
    };
    await world.handler(before);
  });
  const moved = (prev_input: object = before) =>
    world.handler({ ...before, host: "127.0.0.1", tf: { action: "update", prev_input } });

  it("gives the secret the new address, with the same credential, and keeps the rest of the value", async () => {
    const value = await secret.value();
    await secret.put({ ...value, more: { kept: true } });
    await expect(moved()).resolves.toMatchObject({ value: "moved" });
    expect(await secret.value()).toEqual({ ...value, host: "127.0.0.1", more: { kept: true } });
    expect((await secret.value("AWSPREVIOUS")).host).toBe("localhost");
    await logIn(await secret.value());
    await expect(moved()).resolves.toMatchObject({ value: "current" });
    await secret.rotate();
    await logIn(await secret.value());
  });

  it.each([
    ["is empty", (users: string) => [`DROP USER ${users}`]],
    [
      "was restored with an older password",
      (users: string) => users.split(", ").map((user) => `ALTER USER ${user} IDENTIFIED BY 'older-Password-1'`),
    ],
  ])(
    "when the new database %s: the users are brought to the value, also while the alternate user is current",
    async (_, statements) => {
      await secret.rotate();
      const value = await secret.value();
      await asRoot(...statements(`'${before.username}', '${before.username}_clone'`));
      await moved();
      expect(await secret.value()).toEqual({ ...value, host: "127.0.0.1" });
      await logIn(await secret.value());
      await secret.rotate();
      await logIn(await secret.value());
    },
  );

  it("changes the value last: until then applications see the old one", async () => {
    world.beforeNext("PutSecretValue", async () => {
      await logIn({ ...(await secret.value()), host: "127.0.0.1" });
      expect((await secret.value()).host).toBe("localhost");
    });
    await asRoot(`DROP USER '${before.username}'`);
    await moved();
    expect((await secret.value()).host).toBe("127.0.0.1");
  });

  it("waits for a rotation that is not finished, and says how to cancel it", async () => {
    const token = await secret.begin();
    await secret.step("createSecret", token);
    await expect(moved()).rejects.toThrow(expect.objectContaining({ code: "rotation_in_progress", effect: "none" }));
    await expect(moved()).rejects.toThrow(new RegExp(`--version-stage AWSPENDING --remove-from-version-id ${token}`));
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await secret.step(step, token);
    await expect(moved()).resolves.toMatchObject({ value: "moved" });
  });

  it.each([
    ["the environment was never there", { host: "third.example" }],
    ["nobody says where the environment was", {}],
  ])("refuses a secret of another database: %s", async (_, changes) => {
    const prev = Object.keys(changes).length === 0 ? {} : { ...before, ...changes };
    await expect(moved(prev)).rejects.toThrow(expect.objectContaining({ code: "host_mismatch", effect: "none" }));
    await expect(world.handler({ ...before, port: 1 })).rejects.toThrow(/name different ports; found: \d+ and 1;/);
    expect((await secret.value()).host).toBe("localhost");
  });
});

describe("provision, when other things have changed", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let event: Record<string, unknown> & { dbname: string; username: string };
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.secretWith(undefined);
    const { host, port } = testMysql();
    event = {
      action: "provision",
      secretId: secret.arn,
      adminSecretId: world.adminArn,
      engine: testMysql().engine,
      host,
      port,
      ...uniqueNames(),
      userHost: "%",
      privileges: ["SELECT"],
    };
  });
  const hostsOf = async (user: string) => {
    const [rows = []] = await asRoot(`SELECT Host FROM mysql.user WHERE User = '${user}' ORDER BY Host`);
    return rows.map((row) => row.Host);
  };

  it("another userHost: a second account with the same password, the first is left and named; both rotate", async () => {
    await world.handler(event);
    await world.handler({ ...event, userHost: "127.%" }).then((result) => {
      expect((result as { accounts: string[] }).accounts.join()).toMatch(
        /'app_\w+'@'%': as wanted \(left from another userHost than "127\.%": drop it/,
      );
    });
    await logIn(await secret.value());
    await secret.rotate();
    expect(await hostsOf(`${event.username}_clone`)).toEqual(["%", "127.%"]);
    await asRoot(`DROP USER '${event.username}_clone'@'%'`);
    await logIn(await secret.value());
    await secret.rotate();
    expect(await hostsOf(event.username)).toEqual(["127.%"]);
    await logIn(await secret.value());
  });

  it("a stranger's account of that name at another host: refused before anything is stored or made", async () => {
    await asRoot(`CREATE USER '${event.username}'@'10.%' IDENTIFIED BY 'somebody-Elses-1'`);
    await expect(world.handler(event)).rejects.toThrow(
      expect.objectContaining({ code: "account_not_ours", effect: "none" }),
    );
    expect(await secret.labels()).toEqual({});
    expect(await hostsOf(event.username)).toEqual(["10.%"]);
  });

  it("a server that does not answer, or a wrong admin: no version is stored", async () => {
    await expect(world.handler({ ...event, port: 1 })).rejects.toThrow(
      expect.objectContaining({ code: "network_unreachable" }),
    );
    expect(await secret.labels()).toEqual({});
  });

  it("a secret that was deleted is refused; restored, it is as it was", async () => {
    await world.handler(event);
    const value = await secret.value();
    await world.client.send(new DeleteSecretCommand({ SecretId: secret.arn, RecoveryWindowInDays: 7 }));
    await expect(world.handler(event)).rejects.toThrow(/which is scheduled for deletion/);
    await world.client.send(new RestoreSecretCommand({ SecretId: secret.arn }));
    await expect(world.handler(event)).resolves.toMatchObject({ value: "current" });
    expect(await secret.value()).toEqual(value);
    await logIn(value);
  });

  it("a secret that was deleted for good and made again under its name finds its accounts, and gives them a new password", async () => {
    await world.handler(event);
    await secret.rotate();
    const old = await secret.value();
    await world.client.send(new DeleteSecretCommand({ SecretId: secret.arn, ForceDeleteWithoutRecovery: true }));
    const again = await world.client.send(new CreateSecretCommand({ Name: secret.name }));
    await expect(world.handler({ ...event, secretId: again.ARN })).resolves.toMatchObject({ value: "made" });
    const answer = await world.client.send(new GetSecretValueCommand({ SecretId: again.ARN ?? "" }));
    const value = JSON.parse(answer.SecretString ?? "{}");
    expect(value.username).toBe(event.username);
    await logIn(value);
    expect(value.password).not.toBe(old.password);
  });
});
