import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import {
  type InvokeFunction,
  type RotationProgress,
  type SecretsManagerServer,
  startSecretsManager,
} from "../../../../../local/aws/secrets-manager/start";
import { version } from "../../../../contracts/secrets-manager/kit";

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:rotation";
const FAILURE = { ok: false, errorType: "RotationError:network_unreachable", errorMessage: "no route" } as const;

let server: SecretsManagerServer;
let client: SecretsManagerClient;
let answer: InvokeFunction;

beforeEach(async () => {
  server = await startSecretsManager({
    retry: { attempts: 2, delayMs: 40 },
    invokeFunction: (arn, payload) => answer(arn, payload),
  });
  client = new SecretsManagerClient({
    endpoint: server.url,
    region: server.region,
    credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "not-checked" },
  });
  await client.send(new CreateSecretCommand({ Name: "app", SecretString: "value" }));
});

afterEach(async () => {
  client.destroy();
  await server.close();
});

const rotate = () =>
  client.send(
    new RotateSecretCommand({ SecretId: "app", ClientRequestToken: version("b"), RotationLambdaARN: FUNCTION_ARN }),
  );

test("progress tells the start, each step and the end, with times and the function's error", async () => {
  answer = async (arn, { Step }) => {
    expect(arn).toBe(FUNCTION_ARN);
    return Step === "setSecret" ? FAILURE : { ok: true };
  };
  const events: RotationProgress[] = [];
  const stopListening = server.onRotation((event) => events.push(event));
  await rotate();
  const result = await server.rotationSettled("app");
  stopListening();

  const told = events.map(({ kind, attempt, ...event }) =>
    [kind, "step" in event ? event.step : "", attempt, "outcome" in event ? event.outcome : ""].join(" "),
  );
  expect(told).toEqual([
    "rotation-started  1 ",
    ...[1, 2].flatMap((attempt) => [
      `step-started createSecret ${attempt} `,
      `step-ended createSecret ${attempt} ok`,
      `step-started setSecret ${attempt} `,
      `step-ended setSecret ${attempt} failed`,
    ]),
    "rotation-ended  2 failed",
  ]);
  expect(events.every((event) => event.versionId === version("b") && event.secretName === "app")).toBe(true);
  expect(events.every((event) => !("endedAt" in event) || event.endedAt >= event.startedAt)).toBe(true);
  expect(events.at(-1)).toMatchObject({
    errorMessage: "setSecret failed: RotationError:network_unreachable: no route",
  });
  expect(result).toMatchObject({
    status: "failed",
    versionId: version("b"),
    reason: "setSecret failed: RotationError:network_unreachable: no route",
    steps: [
      { step: "createSecret", attempt: 1, ok: true },
      { step: "setSecret", attempt: 1, ok: false, errorMessage: "RotationError:network_unreachable: no route" },
      { step: "createSecret", attempt: 2, ok: true },
      { step: "setSecret", attempt: 2, ok: false },
    ],
  });
});

test("a pause lies between two attempts", async () => {
  answer = async () => FAILURE;
  const starts: number[] = [];
  server.onRotation((event) => event.kind === "step-started" && starts.push(performance.now()));
  await rotate();
  await server.rotationSettled("app");
  const [first = 0, second = 0] = starts;
  expect(starts).toHaveLength(2);
  expect(second - first).toBeGreaterThanOrEqual(38);
});

test("an invocation that throws is a failed step", async () => {
  answer = async () => {
    throw new TypeError("the zip has no handler");
  };
  await rotate();
  const { steps } = await server.rotationSettled("app");
  expect(steps[0]).toMatchObject({ ok: false, errorMessage: "TypeError: the zip has no handler" });
});

test("a listener that throws is reported and does not change the rotation", async () => {
  answer = async () => FAILURE;
  const warn = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  server.onRotation(() => {
    throw new Error("a broken listener");
  });
  await rotate();
  expect((await server.rotationSettled("app")).steps).toHaveLength(2);
  expect(warn).toHaveBeenCalledWith("a listener of rotations failed: a broken listener");
  warn.mockRestore();
});

test("rotationSettled rejects for a secret that was never rotated or does not exist", async () => {
  await expect(server.rotationSettled("app")).rejects.toThrow("app was never rotated: call RotateSecret first");
  await expect(server.rotationSettled("none")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("deleting a secret, also with a recovery window, ends its rotation after the step that is running", async () => {
  answer = async () => {
    await client.send(new DeleteSecretCommand({ SecretId: "app", RecoveryWindowInDays: 7 }));
    return { ok: true };
  };
  await rotate();
  const result = await server.rotationSettled("app");
  expect(result).toMatchObject({ status: "failed", reason: "the rotation was cancelled" });
  expect(result.steps.map(({ step }) => step)).toEqual(["createSecret"]);
});

test("close ends a rotation in its pause at once", async () => {
  answer = async () => FAILURE;
  const failedOnce = new Promise<void>((resolve) => {
    server.onRotation((event) => event.kind === "step-ended" && resolve());
  });
  await rotate();
  const settled = server.rotationSettled("app");
  await failedOnce;
  await server.close();
  const result = await settled;
  expect(result).toMatchObject({ status: "failed", reason: "the server was closed" });
  expect(result.steps).toHaveLength(1);
});

test("close does not wait for the step that is running, and no further one is called", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const called = new Promise<void>((resolve) => {
    answer = async () => {
      resolve();
      await held;
      return { ok: true };
    };
  });
  await rotate();
  const settled = server.rotationSettled("app");
  await called;
  await server.close();
  release();
  const result = await settled;
  expect(result).toMatchObject({ status: "failed", reason: "the server was closed" });
  expect(result.steps).toHaveLength(1);
});

test("a cancelled rotation whose step goes on does not hold up the next one", async () => {
  const held: (() => void)[] = [];
  answer = async (_arn, { ClientRequestToken }) => {
    if (ClientRequestToken === version("b")) await new Promise<void>((resolve) => held.push(resolve));
    return FAILURE;
  };
  const called = new Promise<void>((resolve) => {
    server.onRotation((event) => event.kind === "step-started" && resolve());
  });
  await rotate();
  const cancelled = server.rotationSettled("app");
  await called;
  await client.send(new CancelRotateSecretCommand({ SecretId: "app" }));
  const cleanUp = { SecretId: "app", VersionStage: "AWSPENDING", RemoveFromVersionId: version("b") };
  await client.send(new UpdateSecretVersionStageCommand(cleanUp));
  await client.send(new RotateSecretCommand({ SecretId: "app", ClientRequestToken: version("c") }));
  expect(await server.rotationSettled("app")).toMatchObject({ status: "failed", versionId: version("c") });
  for (const release of held) release();
  expect(await cancelled).toMatchObject({ versionId: version("b"), reason: "the rotation was cancelled" });
  expect(await server.rotationSettled("app")).toMatchObject({ versionId: version("c") });
});
