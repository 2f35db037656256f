import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { ServiceError } from "../../../local/aws/secrets-manager/start";
import { secretsManagerClient, secretsManagerStore } from "../../../rotation-fn/adapters/secrets-manager";
import { noUsage } from "../../../rotation-fn/ports/usage";
import { manualUser } from "../../support/manual-user";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";

describe("24. Secrets Manager semantics", () => {
  let world: RotationWorld;
  const pauses: number[] = [];
  beforeAll(async () => {
    world = await rotationWorld({}, { sleep: async (ms) => void pauses.push(ms) });
  });
  afterAll(() => world.close());
  beforeEach(() => {
    pauses.length = 0;
  });

  /** The service answers the next reads of the function as if the pending value were not there yet, after the first `seen`. */
  const delayVisibility = (times: number, seen: number) => {
    let reads = 0;
    const onRead = async (): Promise<void> => {
      reads++;
      if (reads < seen + times) world.beforeNext("GetSecretValue", onRead);
      if (reads <= seen) return;
      throw new ServiceError(
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
      );
    };
    world.beforeNext("GetSecretValue", onRead);
  };

  it.each([
    ["setSecret", 1],
    ["testSecret", 0],
  ] as const)("%s waits for a pending value that is not visible yet, with growing pauses", async (step, seen) => {
    const made = await manualUser(world);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    if (step === "testSecret") await made.secret.step("setSecret", token);
    delayVisibility(3, seen);
    await made.secret.step(step, token);
    expect(pauses).toEqual([200, 400, 800]);
  });

  it("and gives up after three seconds, with the service's own words; nothing was changed", async () => {
    const made = await manualUser(world);
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    delayVisibility(5, 1);
    await expect(made.secret.step("setSecret", token)).rejects.toThrow(/can't find the specified secret value/);
    expect(pauses).toEqual([200, 400, 800, 1_600]);
    await made.secret.step("setSecret", token);
  });

  it("every step twice, and the whole rotation again, with a value that becomes visible late: one new version, one change", async () => {
    const made = await manualUser(world);
    const token = await made.secret.begin();
    const steps = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
    const results: unknown[] = [];
    for (const step of steps) {
      for (const _ of ["first", "again"]) {
        if (step === "setSecret" || step === "testSecret") delayVisibility(2, step === "setSecret" ? 1 : 0);
        results.push(await made.secret.step(step, token));
      }
    }
    const pending = { ...(await made.secret.value()) };
    for (const step of steps) results.push(await made.secret.step(step, token));
    expect(results).toEqual([
      ...["createSecret", "createSecret", "setSecret", "setSecret", "testSecret", "testSecret", "finishSecret"].map(
        (step) => ({ step, result: "done" }),
      ),
      ...["finishSecret", ...steps].map((step) => ({ step, result: "already-current" })),
    ]);
    expect(await made.secret.value()).toEqual(pending);
    expect(Object.keys(await made.secret.labels())).toHaveLength(2);
    expect(await made.query(pending, "SELECT 1")).toEqual(["1"]);
  });

  it("a value that is there is read once, without a pause: eleven calls a rotation", async () => {
    const made = await manualUser(world);
    world.operations();
    await made.secret.rotate();
    expect(world.operations()).toEqual(
      ["DescribeSecret", "GetSecretValue", "PutSecretValue"]
        .concat(["DescribeSecret", "GetSecretValue", "GetSecretValue", "GetSecretValue"])
        .concat(["DescribeSecret", "GetSecretValue", "DescribeSecret", "UpdateSecretVersionStage"]),
    );
    expect(pauses).toEqual([]);
  });

  it("a test without a rotation (RotateImmediately=false) changes nothing, of a current user with a fingerprint and without", async () => {
    const made = await manualUser(world);
    for (const rotations of [0, 1]) {
      if (rotations === 1) await made.secret.rotate();
      const before = [
        await made.definition(made.username),
        await made.grants(made.username),
        await made.secret.value(),
      ];
      const temporary = randomUUID();
      const SecretString = JSON.stringify(await made.secret.value());
      const version = { SecretId: made.secret.arn, ClientRequestToken: temporary, SecretString };
      await world.client.send(new PutSecretValueCommand({ ...version, VersionStages: ["AWSPENDING"] }));
      world.operations();
      await made.secret.step("testSecret", temporary);
      expect(world.operations().filter((operation) => /Put|Update/.test(operation))).toEqual([]);
      const after = [await made.definition(made.username), await made.grants(made.username), await made.secret.value()];
      expect(after).toEqual(before);
      // What Secrets Manager does when the test is over.
      const { SecretId } = version;
      await world.client.send(
        new UpdateSecretVersionStageCommand({ SecretId, VersionStage: "AWSPENDING", RemoveFromVersionId: temporary }),
      );
    }
  });

  it("unknown keys, big integers and the kind of port survive in the bytes of the value", async () => {
    const made = await manualUser(world);
    const { port, ...value } = await made.secret.value();
    const text = `{"more": 12345678901234567890, "port": "${port}",  "1": [1.10], ${JSON.stringify(value).slice(1)}`;
    await made.secret.put(text);
    await made.secret.rotate();
    const raw = await made.secret.value();
    expect(raw.port).toBe(String(port));
    const token = await made.secret.begin();
    await made.secret.step("createSecret", token);
    const { SecretString = "" } = await world.client.send(new GetSecretValueCommand({ SecretId: made.secret.arn }));
    expect(SecretString).toContain(`{"more": 12345678901234567890, "port": "${port}",  "1": [1.10], "engine"`);
  });

  it("RotationToken goes along to PutSecretValue, on the wire, and to nothing else", async () => {
    const bodies: { target: string; body: Record<string, unknown> }[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (piece) => {
        text += piece;
      });
      request.on("end", () => {
        bodies.push({ target: String(request.headers["x-amz-target"]), body: JSON.parse(text) });
        response.setHeader("content-type", "application/x-amz-json-1.1");
        response.end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.AWS_ACCESS_KEY_ID = "FUNCTION";
    process.env.AWS_SECRET_ACCESS_KEY = "unused";
    process.env.AWS_REGION = "us-east-1";
    const client = secretsManagerClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      const store = secretsManagerStore(client, noUsage(), { remainingMs: () => 10_000 });
      const version = { secretId: "s", versionId: "0".repeat(36), value: "{}", label: "AWSPENDING" };
      await store.store({ ...version, rotationToken: "proof-of-rotation" });
      await store.store(version);
      expect(bodies.map(({ target, body }) => [target, body.RotationToken])).toEqual([
        ["secretsmanager.PutSecretValue", "proof-of-rotation"],
        ["secretsmanager.PutSecretValue", undefined],
      ]);
    } finally {
      client.destroy();
      server.close();
      server.closeAllConnections();
    }
  });

  it("RotationToken of the event is the one that is handed over", async () => {
    const seen: (string | undefined)[] = [];
    const watched = await rotationWorld(
      {},
      {
        aroundSecrets: (secrets) => ({
          ...secrets,
          store: async (version) => {
            seen.push(version.rotationToken);
            return secrets.store(version);
          },
        }),
      },
    );
    try {
      const made = await manualUser(watched);
      const token = await made.secret.begin();
      const event = { Step: "createSecret", SecretId: made.secret.arn, ClientRequestToken: token };
      const rotationToken = randomUUID();
      await watched.handler({ ...event, RotationToken: rotationToken });
      expect(seen).toEqual([rotationToken]);
    } finally {
      await watched.close();
    }
  });
});
