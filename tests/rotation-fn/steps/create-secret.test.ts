import { type AppSecret, type RotationWorld, rotationWorld } from "../../support/rotation-world";

const ADMIN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-AbCdEf";
const VALUE = {
  engine: "mysql",
  host: "db.invalid",
  port: 3306,
  username: "app",
  password: "canary-1",
  dbname: "shop",
  masterarn: ADMIN,
};

describe("createSecret", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  const pendingSecret = async (
    value: unknown,
    tags?: { Key: string; Value: string }[],
  ): Promise<[AppSecret, string]> => {
    const secret = await world.secretWith(typeof value === "string" ? value : JSON.stringify(value), tags);
    const token = await secret.begin();
    world.operations();
    return [secret, token];
  };

  it("1. the version has no value yet: a new password is made and stored", async () => {
    const [secret, token] = await pendingSecret(VALUE);
    await secret.step("createSecret", token);
    const pending = await secret.value("AWSPENDING");
    expect(pending).toEqual({ ...VALUE, username: "app_clone", password: expect.any(String) });
    expect(pending.password).toHaveLength(35);
    expect(await secret.value()).toEqual(VALUE);
    expect(world.operations()).toEqual(["DescribeSecret", "GetSecretValue", "PutSecretValue"]);
  });

  it("2. the version has a value from an earlier attempt: the stored one stands", async () => {
    const [secret, token] = await pendingSecret(VALUE);
    await secret.step("createSecret", token);
    const first = await secret.value("AWSPENDING");
    await secret.step("createSecret", token);
    expect(await secret.value("AWSPENDING")).toEqual(first);
  });

  it.each([
    ["a malformed value", { ...VALUE, host: "", port: 0 }, "bad_secret_value", /"host".*"port"/],
    [
      "a name whose alternate is too long",
      { ...VALUE, username: "a".repeat(27) },
      "username_too_long",
      /33 characters.*26 for the app user/,
    ],
    ["plaintext", { ...VALUE, ssl: false }, "bad_secret_value", /without TLS.*ALLOW_PLAINTEXT_DATABASE/],
    ["a value that is not JSON", "canary-not-json", "bad_secret_value", /is not JSON/],
  ])("4. the current value can never be rotated (%s): refused, nothing stored", async (_, value, code, message) => {
    const [secret, token] = await pendingSecret(value);
    const step = secret.step("createSecret", token);
    await expect(step).rejects.toThrow(expect.objectContaining({ code, effect: "none" }));
    await expect(step).rejects.toThrow(message);
    await expect(step).rejects.not.toThrow(/canary/);
    await expect(secret.value("AWSPENDING")).rejects.toThrow(
      expect.objectContaining({ name: "ResourceNotFoundException" }),
    );
  });

  it.each(["alternating-users", "admin-rotated"])(
    "4. the current value can never be rotated (by %s, without an admin secret): refused, nothing stored",
    async (strategy) => {
      const tag = [{ Key: "rotation:strategy", Value: strategy }];
      const [secret, token] = await pendingSecret({ ...VALUE, masterarn: undefined }, tag);
      const step = secret.step("createSecret", token);
      await expect(step).rejects.toThrow(expect.objectContaining({ code: "bad_secret_value", effect: "none" }));
      await expect(step).rejects.toThrow(/found: no "masterarn"; allowed: the ARN of the admin secret/);
      await expect(secret.value("AWSPENDING")).rejects.toThrow();
    },
  );

  it("4. the current value can never be rotated (it names itself as its admin): refused, nothing stored", async () => {
    const secret = await world.secretWith(undefined);
    await secret.put({ ...VALUE, masterarn: secret.arn });
    const token = await secret.begin();
    await expect(secret.step("createSecret", token)).rejects.toThrow(/names itself as its admin/);
    await expect(secret.value("AWSPENDING")).rejects.toThrow();
  });

  it("4. the current value can never be rotated (a host that is not on the function's list): refused, nothing stored", async () => {
    const careful = await rotationWorld({ ALLOWED_DATABASE_HOSTS: "db.example.internal" });
    try {
      const secret = await careful.secretWith(JSON.stringify(VALUE));
      const token = await secret.begin();
      await expect(secret.step("createSecret", token)).rejects.toThrow(
        /found: "db.invalid"; allowed: db.example.internal/,
      );
      await expect(secret.value("AWSPENDING")).rejects.toThrow();
    } finally {
      await careful.close();
    }
  });

  it("26 characters are allowed, and the tag chooses the strategy", async () => {
    const tag = [{ Key: "rotation:strategy", Value: "alternating-users" }];
    const [secret, token] = await pendingSecret({ ...VALUE, username: "a".repeat(26) }, tag);
    await secret.step("createSecret", token);
    expect((await secret.value("AWSPENDING")).username).toBe(`${"a".repeat(26)}_clone`);
  });

  it("refuses a strategy that it does not have, by name", async () => {
    const [secret, token] = await pendingSecret(VALUE, [{ Key: "rotation:strategy", Value: "three-users" }]);
    await expect(secret.step("createSecret", token)).rejects.toThrow(
      /found: "three-users"; allowed: alternating-users/,
    );
  });

  it("names the app user again when the alternate user is current", async () => {
    const [secret, token] = await pendingSecret({ ...VALUE, username: "app_clone" });
    await secret.step("createSecret", token);
    expect((await secret.value("AWSPENDING")).username).toBe("app");
  });
});
