import { CancelRotateSecretCommand, DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { unmarkBy } from "../../support/account-text";
import { testMysql } from "../../support/mysql";
import { type AppSecret, asRoot, logIn, type RotationWorld, rotationWorld } from "../../support/rotation-world";

/** What Terraform's state holds: of a deployment now, and of one that provisioned under lifecycle_scope CRUD. */
describe.each([
  ["track-app-users", {}],
  ["provision", { dbname: "shop", userHost: "%", privileges: ["SELECT"] }],
])("%s with Terraform's delete", (action, further) => {
  let world: RotationWorld;
  let secret: AppSecret;
  let event: Record<string, unknown>;
  let username: string;
  let dbname: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.provisioned();
    await secret.rotate();
    const value = await secret.value();
    username = value.username.replace("_clone", "");
    dbname = value.dbname;
    event = {
      action,
      secretId: secret.arn,
      adminSecretId: world.adminArn,
      host: value.host,
      port: value.port,
      username,
      ...further,
      tf: { action: "delete", prev_input: null },
    };
  });
  const users = async () => {
    const [rows] = await asRoot(`SELECT User FROM mysql.user WHERE User LIKE '${username}%' ORDER BY User`);
    return rows?.map((row) => row.User);
  };
  const cancel = () => world.client.send(new CancelRotateSecretCommand({ SecretId: secret.arn }));

  it("leaves live users alone while rotation is on: that is a replacement, not an end", async () => {
    await expect(world.handler(event)).resolves.toEqual({
      dropped: false,
      reason: expect.stringContaining("rotation is still on"),
    });
    await logIn(await secret.value());
    await logIn(await secret.value("AWSPREVIOUS"));
  });

  it("drops both users and no schema when rotation has been cancelled", async () => {
    await cancel();
    await expect(world.handler(event)).resolves.toEqual({
      dropped: true,
      accounts: [`'${username}'@'%'`, `'${username}_clone'@'%'`],
    });
    expect(await users()).toEqual([]);
    const [databases] = await asRoot(`SHOW DATABASES LIKE '${dbname}'`);
    expect(databases).toHaveLength(1);
  });

  it("keeps accounts of those names that it did not make", async () => {
    await cancel();
    await asRoot(`CREATE USER \`${username}\`@'10.0.0.1'`, unmarkBy(`${username}_clone`, "%", secret.name));
    await expect(world.handler(event)).resolves.toMatchObject({ dropped: true, accounts: [`'${username}'@'%'`] });
    expect(await users()).toEqual([username, `${username}_clone`]);
  });

  it.each([
    ["the server is gone", () => ({ port: 1 }), /ECONNREFUSED/],
    [
      "the admin secret is gone",
      () => ({ adminSecretId: `${world.adminArn.slice(0, -6)}zzzzzz` }),
      /GetSecretValue of/,
    ],
  ])("is done, and says that users may be left, when %s", async (_, changes, reason) => {
    await cancel();
    world.logs();
    const startedAt = Date.now();
    await expect(world.handler({ ...event, ...changes() })).resolves.toEqual({
      dropped: false,
      reason: expect.stringMatching(reason),
    });
    expect(Date.now() - startedAt).toBeLessThan(8_000);
    const left = { event: "app-users-left", level: "warn", secretId: secret.arn, user: username };
    expect(world.logs()).toContainEqual(
      expect.objectContaining({ ...left, why: expect.stringMatching(reason), hint: expect.any(String) }),
    );
    expect(await users()).toEqual([username, `${username}_clone`]);
  });

  it("is done when the secret is gone", async () => {
    await world.client.send(new DeleteSecretCommand({ SecretId: secret.arn, ForceDeleteWithoutRecovery: true }));
    await expect(world.handler(event)).resolves.toMatchObject({ dropped: false });
  });

  it("shows no password in its result", async () => {
    await cancel();
    const { password } = await secret.value();
    const shown = JSON.stringify([await world.handler({ ...event, port: 1 }), world.logs()]);
    expect(shown).toContain("ECONNREFUSED");
    expect(shown).not.toContain(password);
    expect(shown).not.toContain(testMysql().admin.password);
  });
});
