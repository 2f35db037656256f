import { type SecretsManagerServer, startSecretsManager } from "../../../../local/aws/secrets-manager/start";

const PLANTED = "canary-9f2c-do-not-repeat";

let server: SecretsManagerServer;

beforeAll(async () => {
  server = await startSecretsManager({ invokeFunction: async () => ({ ok: true }) });
});

afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: { readonly __type?: string; readonly Message?: string };
}

async function send(target: string | undefined, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { ...(target && { "X-Amz-Target": target }), ...headers },
    body,
  });
  expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
  expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  return {
    status: response.status,
    type: response.headers.get("x-amzn-errortype"),
    body: (await response.json()) as Answer["body"],
  };
}

function expectError(answer: Answer, type: string, message: RegExp): void {
  expect(answer).toMatchObject({ status: 400, type, body: { __type: type } });
  expect(answer.body.Message).toMatch(message);
  expect(answer.body.Message).not.toContain(PLANTED);
}

test("an error has its type in the body and in a header", async () => {
  const answer = await send("secretsmanager.GetSecretValue", JSON.stringify({ SecretId: "none" }));
  expectError(answer, "ResourceNotFoundException", /can't find the specified secret/);
});

test("text that is not JSON is refused, without repeating it", async () => {
  expectError(
    await send("secretsmanager.PutSecretValue", `{"SecretString": ${PLANTED}`),
    "SerializationException",
    /not JSON/,
  );
});

test.each(["[]", '"text"', "null", "7"])("JSON that is not an object is refused: %s", async (body) => {
  expectError(await send("secretsmanager.DescribeSecret", body), "SerializationException", /not a JSON object/);
});

test("a request without a body is one without members", async () => {
  expectError(await send("secretsmanager.DescribeSecret", ""), "InvalidParameterException", /^SecretId is not valid/);
  expect((await send("secretsmanager.GetRandomPassword", "")).status).toBe(200);
});

test("an operation that is not offered is refused with those that are", async () => {
  const answer = await send("secretsmanager.DisassociateCrossAccountReplica", "{}");
  expectError(
    answer,
    "UnknownOperationException",
    /DisassociateCrossAccountReplica is not offered\. Offered are: .*GetSecretValue/,
  );
});

test.each([
  ["none", undefined],
  ["another service's", "DynamoDB_20120810.GetItem"],
])("a request with %s target says what to send", async (_name, target) => {
  expectError(await send(target, "{}"), "UnknownOperationException", /X-Amz-Target: secretsmanager\.<operation>/);
});

test("a GET request says what to send", async () => {
  const response = await fetch(server.url);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: "UnknownOperationException" });
});

test("a member of the wrong type is named, and its value is not repeated", async () => {
  const body = JSON.stringify({
    SecretId: "name",
    ClientRequestToken: "t".repeat(32),
    SecretString: { password: PLANTED },
  });
  expectError(
    await send("secretsmanager.PutSecretValue", body),
    "SerializationException",
    /^SecretString has the wrong type/,
  );
});

test("a member that breaks a limit is named, and its value is not repeated", async () => {
  const body = JSON.stringify({ SecretId: "name", VersionStage: PLANTED.repeat(20) });
  expectError(
    await send("secretsmanager.GetSecretValue", body),
    "InvalidParameterException",
    /^VersionStage is not valid.*256/,
  );
});

test("a value that is too large is refused with both sizes and not with the value", async () => {
  const body = JSON.stringify({
    Name: "large",
    ClientRequestToken: "t".repeat(32),
    SecretString: PLANTED.repeat(5000),
  });
  expectError(
    await send("secretsmanager.CreateSecret", body),
    "InvalidParameterException",
    /1 to 65536 bytes, found 125000/,
  );
});

test("a request of more than a mebibyte is refused with both sizes", async () => {
  const body = JSON.stringify({ Name: "x".repeat(1024 * 1024) });
  expectError(await send("secretsmanager.CreateSecret", body), "SerializationException", /at most 1048576/);
});

test("a member that is null counts as absent", async () => {
  const create = {
    Name: "nulls",
    ClientRequestToken: "t".repeat(32),
    SecretString: "value",
    SecretBinary: null,
    Tags: null,
  };
  expect((await send("secretsmanager.CreateSecret", JSON.stringify(create))).status).toBe(200);
  const get = { SecretId: "nulls", VersionId: null, VersionStage: null };
  expect((await send("secretsmanager.GetSecretValue", JSON.stringify(get))).body).toMatchObject({
    SecretString: "value",
  });
});

test("calls are recorded with operation, secret, caller and error, and never with a value", async () => {
  const before = server.calls().length;
  const authorization = (key: string) => ({
    Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0`,
  });
  const create = { Name: "recorded", ClientRequestToken: "t".repeat(32), SecretString: PLANTED };
  await send("secretsmanager.CreateSecret", JSON.stringify(create), authorization("AKIDDEPLOYER"));
  await send("secretsmanager.GetSecretValue", JSON.stringify({ SecretId: "recorded" }), authorization("AKIDCLIENT"));
  await send("secretsmanager.PutSecretValue", JSON.stringify({ ...create, SecretId: "none" }));

  const calls = server.calls().slice(before);
  expect(calls).toMatchObject([
    { sequence: before + 1, operation: "CreateSecret", secretId: "recorded", accessKeyId: "AKIDDEPLOYER" },
    { sequence: before + 2, operation: "GetSecretValue", secretId: "recorded", accessKeyId: "AKIDCLIENT" },
    { operation: "PutSecretValue", secretId: "none", accessKeyId: "anonymous", errorType: "ResourceNotFoundException" },
  ]);
  expect(calls[0]).not.toHaveProperty("errorType");
  expect(Math.abs(Date.now() - (calls[0]?.at ?? 0))).toBeLessThan(5000);
  expect(JSON.stringify(server.calls())).not.toContain(PLANTED);
});
