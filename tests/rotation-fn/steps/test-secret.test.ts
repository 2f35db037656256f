import { randomUUID } from "node:crypto";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { serverFeatures } from "../../../rotation-fn/adapters/server-version";
import { readSettings } from "../../../rotation-fn/settings";
import type { Rotation } from "../../../rotation-fn/steps/rotation";
import { testSecret } from "../../../rotation-fn/steps/test-secret";
import { type AppSecret, asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("testSecret", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let token: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.provisioned();
    token = await secret.begin();
    await secret.step("createSecret", token);
    await secret.step("setSecret", token);
    world.operations();
    world.logs();
  });

  it("1. the login is accepted, as the pending user and in its database: done", async () => {
    await secret.step("testSecret", token);
    expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue"]);
    expect(world.logs()).toEqual([expect.objectContaining({ outcome: "ok", logins: 1, failedLogins: 0 })]);
  });

  it("2. the login is refused: an error; AWSPENDING stays and setSecret converges again", async () => {
    const { username } = await secret.value("AWSPENDING");
    await asRoot(`ALTER USER \`${username}\`@'%' IDENTIFIED BY 'changed-by-Hand-1'`);
    await expect(secret.step("testSecret", token)).rejects.toThrow(expect.objectContaining({ code: "login_refused" }));
    expect((await secret.labels())[token]).toEqual(["AWSPENDING"]);
    await secret.step("setSecret", token);
    await expect(secret.step("testSecret", token)).resolves.toBeDefined();
  });

  it("2. the user lost its right to the database: an error that says so", async () => {
    const { username } = await secret.value("AWSPENDING");
    await asRoot(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM \`${username}\`@'%'`);
    await expect(secret.step("testSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "missing_privilege" }),
    );
  });

  it("3. the login is accepted, but as another account than the pending user: an error", async () => {
    // An anonymous row on the real server would shadow every account of every test, so the answer is played.
    const pending = JSON.stringify(await secret.value("AWSPENDING"));
    const close = jest.fn(async () => undefined);
    const identity = { account: { user: "", host: "localhost" }, database: "shop", server: serverFeatures("9.7.4") };
    const rotation = {
      secret: { arn: secret.arn, name: secret.name },
      secrets: { read: async () => pending },
      database: { login: async () => ({ kind: "accepted", session: { identity, close } }) },
      settings: readSettings({}),
      token,
    } as unknown as Rotation;
    await expect(testSecret(rotation)).rejects.toThrow(expect.objectContaining({ code: "account_incomplete" }));
    await expect(testSecret(rotation)).rejects.toThrow(
      /found: ''@'localhost'; allowed: an account of the user 'app_\w+_clone'/,
    );
    expect(close).toHaveBeenCalledTimes(2);
  });

  it("4. the server does not answer: an error of its own, not of the password", async () => {
    const other = await world.secretWith(JSON.stringify({ ...(await secret.value()), port: 1 }));
    const pending = await other.begin();
    await other.step("createSecret", pending);
    await expect(other.step("testSecret", pending)).rejects.toThrow(
      expect.objectContaining({ code: "network_unreachable" }),
    );
  });

  it("6. the pending user may do less than the current one: an error that names what is missing", async () => {
    const { username, dbname } = await secret.value("AWSPENDING");
    await asRoot(`REVOKE INSERT ON \`${dbname}\`.* FROM \`${username}\`@'%'`);
    const step = secret.step("testSecret", token);
    await expect(step).rejects.toThrow(expect.objectContaining({ code: "account_incomplete", effect: "none" }));
    await expect(step).rejects.toThrow(/found: without INSERT on `shop_\w+`\.\*;/);
  });

  it("7. the rights were changed since setSecret, with none missing: done, for one more call and login", async () => {
    const { username, dbname } = await secret.value("AWSPENDING");
    await asRoot(`GRANT DELETE ON \`${dbname}\`.* TO \`${username}\`@'%'`);
    await secret.step("testSecret", token);
    expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue", "GetSecretValue"]);
    expect(world.logs()).toContainEqual(expect.objectContaining({ outcome: "ok", logins: 2, failedLogins: 0 }));
  });

  it("5. a test without a rotation: the pending version holds the current value, and is tested alike", async () => {
    const fresh = await world.provisioned();
    const temporary = randomUUID();
    await world.client.send(
      new PutSecretValueCommand({
        SecretId: fresh.arn,
        ClientRequestToken: temporary,
        SecretString: JSON.stringify(await fresh.value()),
        VersionStages: ["AWSPENDING"],
      }),
    );
    await fresh.step("testSecret", temporary);
    expect((await fresh.labels())[temporary]).toEqual(["AWSPENDING"]);
  });
});
