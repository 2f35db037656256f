import {
  createTestFunction,
  invokeTestFunction,
  startTestGateway,
  type TestGateway,
  zipOf,
} from "../../../../support/gateway";
import { describeWithMoto } from "../../../../support/moto";
import { temporaryFolder } from "../../../../support/temporary-folder";

const FUNCTIONS = "/2015-03-31/functions";

describeWithMoto("a function behind the gateway", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ stateFolder: temporaryFolder() });
  }, 60_000);
  afterAll(() => gateway.stop());

  it("finds exactly the configured environment, what Lambda adds, and where the local AWS is", async () => {
    await createTestFunction(gateway, "environment", "exports.handler = async () => ({ ...process.env })", {
      Environment: { Variables: { LOG_LEVEL: "info" } },
      MemorySize: 256,
    });
    const seen = JSON.parse((await invokeTestFunction(gateway, "environment", {})).body);
    const { PATH, HOME, LAMBDA_TASK_ROOT, DATABASE_CA_FILE, ...rest } = seen;
    expect([PATH, HOME, LAMBDA_TASK_ROOT]).not.toContain(undefined);
    expect(DATABASE_CA_FILE).toMatch(/database-ca\.pem$/);
    expect(rest).toEqual({
      LOG_LEVEL: "info",
      AWS_ENDPOINT_URL: gateway.url,
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "environment",
      AWS_SECRET_ACCESS_KEY: "not-checked",
      AWS_LAMBDA_FUNCTION_NAME: "environment",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      _HANDLER: "index.handler",
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      ...(process.versions.node.startsWith("22.") ? {} : { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" }),
    });
  });

  it("answers its value or, with a header that says so, its error", async () => {
    const source =
      "exports.handler = async ({ fail, ...rest }) => { if (fail) throw new TypeError('no'); return rest }";
    const arn = await createTestFunction(gateway, "answers", source);
    const good = await invokeTestFunction(gateway, arn, { a: 1 });
    expect([good.status, good.headers.get("x-amz-function-error"), good.body]).toEqual([200, null, '{"a":1}']);
    const bad = await invokeTestFunction(gateway, `${arn}:$LATEST`, { fail: true });
    expect([bad.status, bad.headers.get("x-amz-function-error")]).toEqual([200, "Unhandled"]);
    expect(JSON.parse(bad.body)).toMatchObject({ errorType: "TypeError", errorMessage: "no" });
    expect((await invokeTestFunction(gateway, "nobody", {})).status).toBe(404);
  });

  it("runs the new code and the new settings from the next call on", async () => {
    await createTestFunction(gateway, "changing", "exports.handler = async () => 'old ' + process.env.X");
    expect((await invokeTestFunction(gateway, "changing", {})).body).toBe('"old undefined"');
    const code = { ZipFile: zipOf("exports.other = async () => 'new ' + process.env.X") };
    await gateway.rest("lambda", "PUT", `${FUNCTIONS}/changing/code`, code);
    const settings = { Handler: "index.other", Environment: { Variables: { X: "1" } } };
    await gateway.rest("lambda", "PUT", `${FUNCTIONS}/changing/configuration`, settings);
    expect((await invokeTestFunction(gateway, "changing", {})).body).toBe('"new 1"');
  });

  it("is ended at its timeout", async () => {
    const source = "exports.handler = () => new Promise((r) => setTimeout(r, 60_000))";
    await createTestFunction(gateway, "slow", source, { Timeout: 1 });
    expect(JSON.parse((await invokeTestFunction(gateway, "slow", {})).body)).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringContaining("Task timed out after 1.00 seconds"),
    });
  });

  it("handles events side by side, and no more of them than are reserved for it", async () => {
    const source = "exports.handler = () => new Promise((r) => setTimeout(r, 1_500, process.pid))";
    await createTestFunction(gateway, "busy", source, { Timeout: 10 });
    const limit = { ReservedConcurrentExecutions: 2 };
    await gateway.rest("lambda", "PUT", "/2017-10-31/functions/busy/concurrency", limit);
    const answers = await Promise.all([1, 2, 3].map(() => invokeTestFunction(gateway, "busy", {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    const pids = answers.flatMap(({ status, body }) => (status === 200 ? [body] : []));
    expect(new Set(pids).size).toBe(2);
  });

  it("is gone with its code when it is deleted", async () => {
    await createTestFunction(gateway, "short", "exports.handler = async () => 1");
    await gateway.rest("lambda", "DELETE", `${FUNCTIONS}/short`);
    expect((await invokeTestFunction(gateway, "short", {})).status).toBe(404);
  });

  it("has no code from elsewhere", async () => {
    const bucket = { S3Bucket: "b", S3Key: "k" };
    const created = createTestFunction(gateway, "elsewhere", "", { Code: bucket });
    await expect(created).rejects.toThrow(/NotEmulated/);
  });

  it("writes to the gateway's log", async () => {
    await createTestFunction(gateway, "talking", "exports.handler = async () => console.log('a line of mine')");
    await invokeTestFunction(gateway, "talking", {});
    expect(gateway.functionLogs()).toContain("a line of mine");
  });
});
