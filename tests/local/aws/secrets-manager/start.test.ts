import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerServiceOptions } from "../../../../local/aws/secrets-manager/service";
import {
  type RecordedCall,
  type SecretsManagerServer,
  ServiceError,
  startSecretsManager,
} from "../../../../local/aws/secrets-manager/start";

let server: SecretsManagerServer | undefined;
let client: SecretsManagerClient | undefined;

afterEach(async () => {
  client?.destroy();
  await server?.close();
});

async function start(
  options: Partial<SecretsManagerServiceOptions> = {},
  maxAttempts = 1,
): Promise<SecretsManagerClient> {
  server = await startSecretsManager({ invokeFunction: async () => ({ ok: true }), ...options });
  client = new SecretsManagerClient({
    endpoint: server.url,
    region: server.region,
    credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "not-checked" },
    maxAttempts,
  });
  return client;
}

const create = (name: string) => new CreateSecretCommand({ Name: name, SecretString: "value" });

test("listens on 127.0.0.1 only, and frees its port on close", async () => {
  await start();
  const port = Number(new URL(server?.url ?? "").port);
  expect(server?.url).toBe(`http://127.0.0.1:${port}`);
  await server?.close();
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
});

test("ARNs carry the region and the account", async () => {
  const sdk = await start({ region: "eu-central-1", accountId: "210987654321" });
  const { ARN } = await sdk.send(create("app/mysql"));
  expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:210987654321:secret:app\/mysql-[A-Za-z0-9]{6}$/);
});

test("dates are those of the clock that was given", async () => {
  const sdk = await start({ now: () => new Date("2031-05-06T07:08:09.123Z") });
  await sdk.send(create("app"));
  const { CreatedDate } = await sdk.send(new DescribeSecretCommand({ SecretId: "app" }));
  expect(CreatedDate?.toISOString()).toBe("2031-05-06T07:08:09.123Z");
});

test("onCall is awaited before the effect, afterCall after it and before the reply", async () => {
  const seen: string[] = [];
  const exists = async () => {
    const body = JSON.stringify({ IncludePlannedDeletion: true });
    const headers = { "X-Amz-Target": "secretsmanager.ListSecrets" };
    const reply = await fetch(server?.url ?? "", { method: "POST", headers, body });
    return ((await reply.json()) as { SecretList: unknown[] }).SecretList.length === 1;
  };
  const watch = (moment: string) => async (call: RecordedCall) => {
    if (call.operation === "CreateSecret") seen.push(`${moment} ${await exists()}`);
  };
  const sdk = await start({ onCall: watch("onCall"), afterCall: watch("afterCall") });
  await sdk.send(create("app")).then(() => seen.push("reply"));
  expect(seen).toEqual(["onCall false", "afterCall true", "reply"]);
});

test("an error in onCall is InternalServiceError without an effect, and its text stays here", async () => {
  const sdk = await start({
    onCall: (call) => {
      if (call.operation === "CreateSecret") throw new Error("a password perhaps");
    },
  });
  const refusal = await sdk.send(create("app")).catch((error) => error);
  expect(refusal).toMatchObject({ name: "InternalServiceError", $metadata: { httpStatusCode: 500 } });
  expect(refusal.message).toBe("An error occurred on the server side.");
  await expect(sdk.send(new DescribeSecretCommand({ SecretId: "app" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  expect(server?.calls()).toMatchObject([
    { errorType: "InternalServiceError" },
    { errorType: "ResourceNotFoundException" },
  ]);
});

test("a ServiceError in onCall is answered as it is", async () => {
  const sdk = await start({
    onCall: () => {
      throw new ServiceError("ThrottlingException", "Rate exceeded");
    },
  });
  await expect(sdk.send(create("app"))).rejects.toMatchObject({
    name: "ThrottlingException",
    message: "Rate exceeded",
  });
});

test("an error in afterCall is a lost reply: the effect stays, and the SDK's second try is idempotent", async () => {
  let lost = 0;
  const sdk = await start(
    {
      afterCall: (call) => {
        if (call.operation === "PutSecretValue" && lost++ === 0) throw new Error("cut");
      },
    },
    3,
  );
  await sdk.send(create("app"));
  const { VersionId = "" } = await sdk.send(new PutSecretValueCommand({ SecretId: "app", SecretString: "second" }));
  const { VersionIdsToStages = {} } = await sdk.send(new DescribeSecretCommand({ SecretId: "app" }));
  expect(VersionIdsToStages[VersionId]).toEqual(["AWSCURRENT"]);
  expect(Object.keys(VersionIdsToStages)).toHaveLength(2);
  expect(server?.calls().filter((call) => call.operation === "PutSecretValue")).toHaveLength(2);
});

test("a caller that goes away while its request is held does not undo it", async () => {
  const abort = new AbortController();
  const sdk = await start({
    afterCall: (call) => {
      if (call.operation === "PutSecretValue") abort.abort();
    },
  });
  await sdk.send(create("app"));
  const put = new PutSecretValueCommand({ SecretId: "app", SecretString: "second" });
  await expect(sdk.send(put, { abortSignal: abort.signal })).rejects.toMatchObject({ name: "AbortError" });
  const { SecretString } = await sdk.send(new GetSecretValueCommand({ SecretId: "app" }));
  expect(SecretString).toBe("second");
});
