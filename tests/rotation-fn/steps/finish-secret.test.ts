import { UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { finishSecret } from "../../../rotation-fn/steps/finish-secret";
import type { Rotation } from "../../../rotation-fn/steps/rotation";
import { TestedVersions } from "../../../rotation-fn/steps/tested-versions";
import { inGrant } from "../../support/account-text";
import { type AppSecret, type AppValue, asRoot, type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("finishSecret", () => {
  let world: RotationWorld;
  let secret: AppSecret;
  let token: string;
  let before: AppValue;
  let after: AppValue;
  beforeAll(async () => {
    world = await rotationWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    secret = await world.provisioned();
    before = await secret.value();
    token = await secret.begin();
    for (const step of ["createSecret", "setSecret", "testSecret"] as const) await secret.step(step, token);
    after = await secret.value("AWSPENDING");
    world.operations();
    world.logs();
  });

  it("1. AWSCURRENT is on another version: moved, and AWSPREVIOUS follows", async () => {
    await secret.step("finishSecret", token);
    expect(await secret.value()).toEqual(after);
    expect(await secret.value("AWSPREVIOUS")).toEqual(before);
    expect(world.operations()).toEqual(["DescribeSecret", "UpdateSecretVersionStage"]);
    expect(world.logs()).toContainEqual(expect.objectContaining({ step: "finishSecret", outcome: "ok", logins: 0 }));
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
    const moves: unknown[] = [];
    const tested = new TestedVersions();
    tested.remember("arn:secret", token, 0);
    await finishSecret({
      secret: { arn: "arn:secret", name: "secret", labels: new Map([[token, ["AWSPENDING"]]]) },
      secrets: { moveCurrent: async (...move: unknown[]) => void moves.push(move) },
      clock: { now: () => 1 },
      token,
      tested,
    } as unknown as Rotation);
    expect(moves).toEqual([["arn:secret", token, undefined]]);
  });

  it("4. AWSCURRENT moved to a third version since the labels were read: refused, nothing changed", async () => {
    world.beforeNext("UpdateSecretVersionStage", () => secret.put({ byHand: 1 }));
    await expect(secret.step("finishSecret", token)).rejects.toThrow(
      expect.objectContaining({ code: "secrets_manager_refused", effect: "none" }),
    );
    expect(await secret.value()).toEqual({ byHand: 1 });
    expect((await secret.labels())[token]).toEqual(["AWSPENDING"]);
  });

  it("5. AWSCURRENT moved to this version since the labels were read: done", async () => {
    world.beforeNext("UpdateSecretVersionStage", () => secret.step("finishSecret", token));
    await secret.step("finishSecret", token);
    expect(await secret.value()).toEqual(after);
    expect(world.logs()).toContainEqual(expect.objectContaining({ event: "moved-before" }));
  });

  it("7. AWSCURRENT was written anew with the same value: compared, and moved", async () => {
    await secret.put(JSON.stringify(before, null, 2));
    world.operations();
    await secret.step("finishSecret", token);
    expect(await secret.value()).toEqual(after);
    const reads = ["GetSecretValue", "GetSecretValue"];
    expect(world.operations()).toEqual(["DescribeSecret", ...reads, "UpdateSecretVersionStage"]);
  });

  it("7. AWSCURRENT was overwritten with what is no credential: moved, and said", async () => {
    await secret.put({ byHand: 1 });
    await secret.step("finishSecret", token);
    expect(await secret.value()).toEqual(after);
    expect(world.logs()).toContainEqual(expect.objectContaining({ level: "warn", event: "unusable-value-replaced" }));
  });

  describe("6. for a version that this process has not tested", () => {
    it("tests it and moves AWSCURRENT where it logs in", async () => {
      const other = await rotationWorld({}, { endpoint: world.endpoint });
      try {
        await other.handler({ Step: "finishSecret", SecretId: secret.arn, ClientRequestToken: token });
        expect(await secret.value()).toEqual(after);
        expect(other.logs()).toContainEqual(
          expect.objectContaining({ step: "finishSecret", outcome: "ok", apiCalls: 4, logins: 1, failedLogins: 0 }),
        );
      } finally {
        await other.close();
      }
    });

    it.each([
      ["has no value yet", []],
      ["is not in the database yet", ["createSecret"]],
    ] as const)("refuses one that %s: AWSCURRENT stays, and the steps in their order complete", async (_, steps) => {
      await secret.step("finishSecret", token);
      const next = await secret.begin();
      for (const step of steps) await secret.step(step, next);
      await expect(secret.step("finishSecret", next)).rejects.toMatchObject({
        code: "version_not_tested",
        effect: "none",
      });
      expect(await secret.value()).toEqual(after);
      for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
        await secret.step(step, next);
      }
      expect((await secret.labels())[next]).toContain("AWSCURRENT");
    });

    it("refuses one whose user has lost rights since", async () => {
      await secret.step("finishSecret", token);
      const next = await secret.begin();
      for (const step of ["createSecret", "setSecret"] as const) await secret.step(step, next);
      const { username, dbname } = await secret.value("AWSPENDING");
      await asRoot(`REVOKE INSERT ON \`${inGrant(dbname)}\`.* FROM \`${username}\`@'%'`);
      await expect(secret.step("finishSecret", next)).rejects.toMatchObject({ code: "version_not_tested" });
      expect(await secret.value()).toEqual(after);
    });
  });
});

describe("what a process remembers of its tests", () => {
  it("counts for five minutes, for one version of one secret", () => {
    const tested = new TestedVersions();
    tested.remember("arn:one", "t-1", 0);
    expect(tested.isFresh("arn:one", "t-1", 299_999)).toBe(true);
    expect(tested.isFresh("arn:one", "t-1", 300_000)).toBe(false);
    expect(tested.isFresh("arn:one", "t-2", 1)).toBe(false);
    expect(tested.isFresh("arn:two", "t-1", 1)).toBe(false);
  });

  it("does not grow without a bound", () => {
    const tested = new TestedVersions();
    for (let version = 0; version < 1_000; version++) tested.remember("arn:one", `t-${version}`, 0);
    expect(tested.isFresh("arn:one", "t-0", 1)).toBe(false);
    expect(tested.isFresh("arn:one", "t-999", 1)).toBe(true);
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
