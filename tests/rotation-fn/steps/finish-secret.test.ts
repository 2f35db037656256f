import { PutSecretValueCommand, UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { type AppSecret, type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("finishSecret", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let token: string;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.secretWith('{"before":1}');
    token = await secret.begin();
    await world.client.send(
      new PutSecretValueCommand({
        SecretId: secret.arn,
        ClientRequestToken: token,
        SecretString: '{"after":1}',
        VersionStages: ["AWSPENDING"],
      }),
    );
    world.operations();
  });

  it("1. AWSCURRENT is on another version: moved, and AWSPREVIOUS follows", async () => {
    await secret.step("finishSecret", token);
    expect(await secret.value()).toEqual({ after: 1 });
    expect(await secret.value("AWSPREVIOUS")).toEqual({ before: 1 });
    expect(world.operations()).toEqual(["DescribeSecret", "UpdateSecretVersionStage"]);
  });

  it("2. AWSCURRENT is on this version already: nothing to do, for every late step", async () => {
    await secret.step("finishSecret", token);
    const labels = await secret.labels();
    world.operations();
    for (const step of ["finishSecret", "createSecret", "setSecret", "testSecret"] as const) {
      expect(await secret.step(step, token)).toEqual({ step, result: "already-current" });
    }
    expect(await secret.labels()).toEqual(labels);
    expect(new Set(world.operations())).toEqual(new Set(["DescribeSecret"]));
  });

  it("3. no version is AWSCURRENT: the label is attached", async () => {
    const empty = await world.secretWith(undefined);
    const pending = await empty.begin();
    await expect(empty.step("finishSecret", pending)).resolves.toBeDefined();
    expect((await empty.labels())[pending]).toContain("AWSCURRENT");
  });

  it("4. AWSCURRENT moved to a third version since the labels were read: refused, nothing changed", async () => {
    world.beforeNext("UpdateSecretVersionStage", () => secret.put({ byHand: 1 }));
    await expect(secret.step("finishSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "secrets_manager_refused", effect: "none" }),
    );
    expect(await secret.value()).toEqual({ byHand: 1 });
    expect((await secret.labels())[token]).toEqual(["AWSPENDING"]);
  });
});

describe("finishSecret, whose move somebody else has made", () => {
  it("5. AWSCURRENT moved to this version since the labels were read: done", async () => {
    const world = await rotationWorld();
    try {
      const secret = await world.secretWith('{"before":1}');
      const token = await secret.begin();
      const SecretString = '{"after":1}';
      const stored = { SecretId: secret.arn, ClientRequestToken: token, SecretString, VersionStages: ["AWSPENDING"] };
      await world.client.send(new PutSecretValueCommand(stored));
      world.beforeNext("UpdateSecretVersionStage", () => secret.step("finishSecret", token));
      await secret.step("finishSecret", token);
      expect(await secret.value()).toEqual({ after: 1 });
      expect(world.logs()).toContainEqual(expect.objectContaining({ event: "moved-before" }));
    } finally {
      await world.close();
    }
  });
});

describe("every step", () => {
  let world: RotationWorld;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());

  it("refuses a token that is no labelled version, or one that is not pending", async () => {
    const secret = await world.secretWith('{"before":1}');
    await expect(secret.step("createSecret", "0".repeat(36))).rejects.toThrow(
      expect.objectContaining({ code: "version_not_staged" }),
    );
    const token = await secret.begin();
    await world.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secret.arn,
        VersionStage: "MINE",
        MoveToVersionId: token,
      }),
    );
    await world.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secret.arn,
        VersionStage: "AWSPENDING",
        RemoveFromVersionId: token,
      }),
    );
    await expect(secret.step("setSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "version_not_pending", effect: "none" }),
    );
  });

  it("refuses a secret that does not exist", async () => {
    const event = { Step: "createSecret", SecretId: "no-such-secret", ClientRequestToken: "0".repeat(36) };
    await expect(world.handler(event)).rejects.toThrow(expect.objectContaining({ code: "secret_not_found" }));
  });

  it("writes one outcome line with its cost, and empties the stack of an error", async () => {
    const secret = await world.secretWith('{"before":1}');
    const token = await secret.begin();
    world.logs();
    const error = await secret.step("createSecret", token).catch((thrown: unknown) => thrown);
    expect(world.logs()).toEqual([
      expect.objectContaining({
        level: "error",
        event: "step",
        step: "createSecret",
        secretId: secret.arn,
        token,
        outcome: "failed",
        code: "bad_secret_value",
        effect: "none",
        apiCalls: 2,
        logins: 0,
        failedLogins: 0,
        durationMs: expect.any(Number),
      }),
    ]);
    expect((error as Error).stack).toBe(`${(error as Error).name}: ${(error as Error).message}`);
  });
});
