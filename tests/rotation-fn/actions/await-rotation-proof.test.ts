import { randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { type FunctionInProcess, functionInProcess } from "../../../tools/record-calls/function-in-process";
import { testMysql } from "../../support/mysql";
import { uniqueNames } from "../../support/rotation-world";

/** What a green `await-rotation` proves, with a Secrets Manager that calls the function itself. */
describe("await-rotation proves", () => {
  let world: FunctionInProcess;
  let arn: string;
  beforeAll(async () => {
    world = await functionInProcess(testMysql().caPem);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    const { operator, handler } = world;
    const { engine, host, port, admin } = testMysql();
    world.failSteps(false);
    const { ARN: adminSecretId } = await operator.send(
      new CreateSecretCommand({ Name: `rds!db-${randomUUID()}`, SecretString: JSON.stringify(admin) }),
    );
    const { ARN = "" } = await operator.send(new CreateSecretCommand({ Name: `app-${randomUUID().slice(0, 8)}` }));
    arn = ARN;
    await handler({
      action: "provision",
      secretId: arn,
      adminSecretId,
      engine,
      host,
      port,
      ...uniqueNames(),
      userHost: "%",
      privileges: ["SELECT"],
    });
  });

  const startRotation = () =>
    world.operator.send(
      new RotateSecretCommand({
        SecretId: arn,
        RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:rotation",
        RotationRules: { AutomaticallyAfterDays: 2 },
      }),
    );
  const rotate = async () => {
    await startRotation();
    expect(await world.server.rotationSettled(arn)).toMatchObject({ status: "succeeded" });
  };
  const current = async () => {
    const { VersionIdsToStages = {} } = await world.operator.send(new DescribeSecretCommand({ SecretId: arn }));
    return Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes("AWSCURRENT"))?.[0];
  };
  const baseline = () =>
    world.handler({ action: "rotation-baseline", secretId: arn, before: { schedule: "rate(2 days)" } });
  const awaitRotation = (further = {}) =>
    world.handler({ action: "await-rotation", secretId: arn, timeoutSeconds: 240, ...further });
  const breakLogin = async () => {
    const { SecretString = "" } = await world.operator.send(new GetSecretValueCommand({ SecretId: arn }));
    const wrong = JSON.stringify({ ...JSON.parse(SecretString), password: "not-the-Password-1" });
    await world.operator.send(new PutSecretValueCommand({ SecretId: arn, SecretString: wrong }));
    return () => world.operator.send(new PutSecretValueCommand({ SecretId: arn, SecretString }));
  };

  it("that the rotation which the deployment started is complete", async () => {
    const before = await baseline();
    expect(before).toEqual({ secretId: arn, versionId: await current(), rotatedAt: null });
    await startRotation();
    const { versionId } = (await awaitRotation({ baseline: before })) as { versionId: string };
    expect([versionId, versionId === (before as { versionId: string }).versionId]).toEqual([await current(), false]);
  });

  it("that AWSCURRENT logs in, with the code that is there now: a rotation of the past says nothing about it", async () => {
    await rotate();
    const repair = await breakLogin();
    await expect(awaitRotation({ after: { codeSha256: "other" } })).rejects.toThrow(
      expect.objectContaining({ code: "login_refused" }),
    );
    await repair();
    await expect(awaitRotation({ after: { codeSha256: "other" } })).resolves.toMatchObject({ rotated: true });
  });

  it("a rotation later than the call before the change, also while the started one is not to be seen yet", async () => {
    await rotate();
    const before = await baseline();
    const old = await current();
    // RotateSecret is asynchronous: what it starts may show later than its answer.
    const late = new Promise<void>((resolve, reject) => {
      setTimeout(() => void rotate().then(resolve, reject), 200);
    });
    await expect(awaitRotation({ baseline: before, after: { schedule: "rate(3 days)" } })).resolves.toMatchObject({
      rotated: true,
    });
    expect(await current()).not.toBe(old);
    await late;
  });

  it("more than that a person has put another value there", async () => {
    await rotate();
    const before = await baseline();
    await (await breakLogin())();
    const byHand = await current();
    await awaitRotation({ baseline: before });
    expect(await current()).not.toBe(byHand);
  });

  it("a rotation that it starts itself, where the environment wants one for every change of the function", async () => {
    await rotate();
    const before = await baseline();
    world.during("a rotation of its own");
    await awaitRotation({ baseline: before, rotation: "started" });
    const asked = world
      .calls()
      .filter(({ during, operation }) => during === "a rotation of its own" && operation === "RotateSecret");
    expect(asked).toHaveLength(1);
    expect(await current()).not.toBe((before as { versionId: string }).versionId);
  });

  it("the login alone of a secret that is not to rotate at once", async () => {
    await world.operator.send(
      new RotateSecretCommand({
        SecretId: arn,
        RotateImmediately: false,
        RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:rotation",
        RotationRules: { AutomaticallyAfterDays: 2 },
      }),
    );
    const first = await current();
    await expect(awaitRotation({ rotation: "not-required" })).resolves.toMatchObject({ versionId: first });
    await breakLogin();
    await expect(awaitRotation({ rotation: "not-required" })).rejects.toThrow(
      expect.objectContaining({ code: "login_refused" }),
    );
  });

  it("looks for the cause at once of a rotation that has been left pending", async () => {
    await rotate();
    const repair = await breakLogin();
    await startRotation();
    await world.server.rotationSettled(arn);
    await expect(awaitRotation()).rejects.toThrow(expect.objectContaining({ code: "login_refused" }));
    // Its clock is ahead by what it has waited: a second deployment finds that nobody has worked on the rotation since.
    world.during("the second deployment");
    await expect(awaitRotation()).rejects.toThrow(expect.objectContaining({ code: "login_refused" }));
    const looks = world
      .calls()
      .filter(({ during, operation }) => during === "the second deployment" && operation === "DescribeSecret");
    // One look finds it, one more makes sure that the error is that of a rotation which is still pending.
    expect(looks).toHaveLength(2);
    await repair();
    await expect(awaitRotation()).resolves.toMatchObject({ rotated: true });
  });
});
