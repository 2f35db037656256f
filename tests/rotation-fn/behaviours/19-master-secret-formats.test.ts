import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { sourceReferences } from "../../source-rules/source-references";
import { manualUser } from "../../support/manual-user";
import { testMysql } from "../../support/mysql";
import { adminSecret, ownAdmin } from "../../support/own-admin";
import { asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("19. Master secret formats", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const { host, port } = testMysql();
  const { admin } = testMysql();

  it.each([
    ["managed by RDS: username and password alone", { ...admin }],
    [
      "full, with the same host, its own port as text and foreign keys",
      { engine: "mysql", host: host.toUpperCase(), port: `${port}`, ...admin, dbInstanceIdentifier: "x", more: [1] },
    ],
    ["full, with an empty host", { host: "", ...admin }],
  ])("%s", async (_, value) => {
    const made = await manualUser(world, { value: { masterarn: await adminSecret(world, value) } });
    world.operations();
    await made.secret.rotate();
    expect(world.operations()).toHaveLength(11);
    expect((await made.secret.value()).username).toBe(made.clone);
  });

  it.each([
    ["another host", { ...admin, host: "other.example" }, "host_mismatch", /"localhost" and "other\.example"/],
    ["no password", { username: "admin" }, "bad_admin_secret", /found: the keys username/],
    ["no JSON", "canary-text", "bad_admin_secret", /is not JSON/],
  ])("refused, with nothing changed: %s", async (_, value, code, message) => {
    const made = await manualUser(world, { value: { masterarn: await adminSecret(world, value) } });
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    const step = made.secret.step("setSecret", token);
    await expect(step).rejects.toThrow(expect.objectContaining({ code, effect: "none" }));
    await expect(step).rejects.toThrow(message);
    await expect(step).rejects.not.toThrow(/canary/);
  });

  it("no masterarn: refused in createSecret, before any login", async () => {
    const tags = [{ Key: "rotation:strategy", Value: "alternating-users" }];
    const { masterarn: _, ...value } = await (await manualUser(world)).secret.value();
    const secret = await world.secretWith(JSON.stringify(value), tags);
    const token = await secret.begin();
    world.logs();
    await expect(secret.step("createSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "bad_secret_value" }),
    );
    expect(world.logs()).toContainEqual(expect.objectContaining({ outcome: "failed", logins: 0 }));
  });

  it("rotated by RDS between our reading and our login: read once more, and the new password is used", async () => {
    const credential = await ownAdmin();
    const arn = await adminSecret(world, credential);
    const made = await manualUser(world, { value: { masterarn: arn } });
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    await asRoot(`ALTER USER ${credential.username} IDENTIFIED BY 'second-Password-2'`);
    let reads = 0;
    // The third read of setSecret is the admin secret's first. The database has the new password; the secret gets it before the fourth.
    const afterThirdRead = async (): Promise<void> => {
      reads++;
      if (reads < 4) return world.beforeNext("GetSecretValue", afterThirdRead);
      const SecretString = JSON.stringify({ ...credential, password: "second-Password-2" });
      await world.client.send(new PutSecretValueCommand({ SecretId: arn, SecretString }));
    };
    world.beforeNext("GetSecretValue", afterThirdRead);
    world.operations();
    world.logs();
    await made.secret.step("setSecret", token);
    expect(reads).toBe(4);
    expect(world.operations()).toHaveLength(5);
    expect(world.logs()).toContainEqual(expect.objectContaining({ outcome: "ok", logins: 3, failedLogins: 1 }));
    await made.secret.step("testSecret", token);
  });

  it("refused, and still the same after a second look: said as the admin's, and not tried again", async () => {
    const credential = await ownAdmin();
    const made = await manualUser(world, { value: { masterarn: await adminSecret(world, credential) } });
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    await asRoot(`ALTER USER ${credential.username} IDENTIFIED BY 'second-Password-2'`);
    world.operations();
    world.logs();
    const step = made.secret.step("setSecret", token);
    await expect(step).rejects.toThrow(expect.objectContaining({ code: "admin_login_refused", effect: "none" }));
    await expect(step).rejects.toThrow(/the login of the admin in the secret arn:/);
    expect(world.operations()).toHaveLength(5);
    expect(world.logs()).toContainEqual(expect.objectContaining({ outcome: "failed", logins: 2, failedLogins: 1 }));
  });

  it("an admin that cannot be reached is not read again: silence says nothing about a password", async () => {
    let logins = 0;
    const deaf = await rotationWorld(
      {},
      {
        aroundDatabase: (database) => ({
          login: async (request) => {
            logins++;
            return database.login(logins === 2 ? { ...request, port: 1 } : request);
          },
        }),
      },
    );
    try {
      const made = await manualUser(deaf);
      const token = await made.secret.begin();
      await made.secret.step("createSecret", token);
      deaf.operations();
      await expect(made.secret.step("setSecret", token)).rejects.toThrow(
        expect.objectContaining({ code: "network_unreachable" }),
      );
      expect(deaf.operations()).toHaveLength(4);
    } finally {
      await deaf.close();
    }
  });

  it("the RDS endpoint may be unreachable: the function has no client for it", () => {
    const files = readdirSync("rotation-fn", { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const clients = files
      .flatMap((file) => sourceReferences(readFileSync(path.join("rotation-fn", file), "utf8")).imports)
      .flatMap(({ specifier = "" }) => (specifier.startsWith("@aws-sdk/client-") ? [specifier] : []));
    expect([...new Set(clients)]).toEqual(["@aws-sdk/client-secrets-manager"]);
  });
});
