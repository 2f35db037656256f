import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { InspectResult } from "../../../rotation-fn/actions/inspect";
import { type AppSecret, asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const strategy = (value: string) => ({ tags: [{ Key: "rotation:strategy", Value: value }] });

describe("inspect", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const inspect = async (secret: AppSecret): Promise<InspectResult> =>
    (await world.handler({ action: "inspect", secretId: secret.arn })) as InspectResult;

  it("says who logs in with each label, and nothing of a password; it changes nothing", async () => {
    const secret = await world.provisioned(strategy("alternating-users"));
    await secret.rotate();
    const [current, previous] = [await secret.value(), await secret.value("AWSPREVIOUS")];
    const labels = await secret.labels();
    world.operations();
    const found = await inspect(secret);
    expect(found).toMatchObject({
      secret: secret.name,
      strategy: "alternating-users",
      current: { user: current.username, login: "accepted" },
      previous: { user: previous.username, login: "accepted" },
      admin: { secretId: world.adminArn, login: "accepted" },
    });
    expect(found.pending).toBeUndefined();
    expect(found.admin?.accounts?.map(({ isAlternate, locked }) => [isAlternate, locked])).toEqual([
      [false, false],
      [true, false],
    ]);
    expect(JSON.stringify(found)).not.toContain(current.password);
    expect(JSON.stringify(found)).not.toContain(previous.password);
    expect(await secret.labels()).toEqual(labels);
    expect(new Set(world.operations())).toEqual(new Set(["DescribeSecret", "GetSecretValue"]));
  });

  it("tells a pending version without a value, one that the database does not have, and one that it has", async () => {
    const secret = await world.provisioned(strategy("admin-rotated"));
    const token = await secret.begin();
    expect((await inspect(secret)).pending).toEqual({ versionId: token, login: "none" });
    await secret.step("createSecret", token);
    expect((await inspect(secret)).pending).toMatchObject({
      versionId: token,
      login: "refused",
      code: "login_refused",
    });
    await secret.step("setSecret", token);
    expect((await inspect(secret)).pending).toMatchObject({ versionId: token, login: "accepted" });
  });

  it("sends no admin credential where AWSCURRENT does not log in", async () => {
    const secret = await world.provisioned(strategy("admin-rotated"));
    await asRoot(`ALTER USER '${(await secret.value()).username}'@'%' IDENTIFIED BY 'by-Hand-1'`);
    expect(await inspect(secret)).toMatchObject({
      current: { login: "refused", code: "login_refused" },
      admin: { login: "not-tried" },
    });
  });

  it("tries no other password of an account that is locked", async () => {
    const secret = await world.provisioned(strategy("admin-rotated"));
    await secret.rotate();
    await asRoot(`ALTER USER '${(await secret.value()).username}'@'%' ACCOUNT LOCK`);
    expect(await inspect(secret)).toMatchObject({
      current: { login: "refused", code: "account_locked" },
      previous: { login: "not-tried" },
    });
  });

  it("never takes silence for a wrong password", async () => {
    const secret = await world.provisioned();
    await secret.put({ ...(await secret.value()), port: 1 });
    expect((await inspect(secret)).current).toMatchObject({ login: "unknown", code: "network_unreachable" });
  });

  it("tells the guard that keeps a rotation from its end, with what it has proved to be safe", async () => {
    const secret = await world.provisioned(strategy("alternating-users"));
    const token = await secret.begin();
    await secret.step("createSecret", token);
    const SecretString = JSON.stringify({ ...(await secret.value()), team: "shop" });
    await world.client.send(new PutSecretValueCommand({ SecretId: secret.arn, SecretString }));
    expect((await inspect(secret)).obstacle).toMatchObject({ code: "pending_outdated", action: { kind: "cancel" } });
  });
});
