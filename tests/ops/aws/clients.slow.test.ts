import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { parseEnvironment } from "../../../environments";
import { connectAws } from "../../../ops/aws/connect";
import type { Aws } from "../../../ops/aws/ports";
import { createTestFunction, type TestGateway } from "../../support/gateway";
import { describeWithMoto } from "../../support/moto";
import { sampleWith } from "../../support/sample-environment";
import { temporaryFolder } from "../../support/temporary-folder";
import { testGateways } from "../../support/test-gateways";

jest.setTimeout(120_000);

const SOURCE = `exports.handler = async (event) => {
  console.log(JSON.stringify({ event: "step", outcome: "ok", token: event.token }));
  if (event.fail) { const error = new Error("1045; what to do: look"); error.name = "RotationError:login_refused"; throw error; }
  return { echoed: event };
}`;

const sample = parseEnvironment(
  "sample",
  sampleWith({
    region: "us-east-1",
    accountId: "123456789012",
    "network.zones": [{ name: "us-east-1a" }, { name: "us-east-1b" }],
  }),
);

describeWithMoto("the operators' SDK clients against the local AWS", () => {
  const newGateway = testGateways();
  let gateway: TestGateway;
  let aws: Aws;
  const before = process.env.AWS_ENDPOINT_URL;

  const start = async (): Promise<void> => {
    gateway = await newGateway(temporaryFolder());
    process.env.AWS_ENDPOINT_URL = gateway.url;
    aws = connectAws(sample, { isLocal: true, profile: undefined });
  };
  afterEach(() => {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = before;
  });

  it("invoke the function, give its error a code, and read its log by token", async () => {
    await start();
    const body = { logGroupName: "/aws/lambda/sample-rotation" };
    expect((await gateway.json("logs", "Logs_20140328.CreateLogGroup", body)).status).toBe(200);
    await createTestFunction(gateway, "sample-rotation", SOURCE);
    expect(await aws.rotationFunction.invoke({ action: "audit", token: "one" })).toEqual({
      echoed: { action: "audit", token: "one" },
    });
    await expect(aws.rotationFunction.invoke({ fail: true, token: "two" })).rejects.toMatchObject({
      code: "function_failed",
      functionCode: "login_refused",
      message: expect.stringContaining("npm run ops -- explain login_refused"),
    });
    const query = { pattern: '{ $.token = "two" }', sinceMs: Date.now() - 60_000, maxLines: 10 };
    let lines = await aws.log.lines(query);
    for (let attempt = 0; lines.length === 0 && attempt < 100; attempt++) lines = await aws.log.lines(query);
    expect(lines.map(({ fields }) => fields)).toEqual([{ event: "step", outcome: "ok", token: "two" }]);
  });

  it("say what is not there: function, log group, database, secret", async () => {
    await start();
    await expect(aws.rotationFunction.invoke({})).rejects.toMatchObject({ code: "not_deployed" });
    expect(await aws.log.lines({ pattern: '{ $.a = "b" }', sinceMs: 0, maxLines: 1 })).toEqual([]);
    expect(await aws.database.instance()).toBeUndefined();
    expect(await aws.secrets.describe("sample/shop")).toBeUndefined();
  });

  it("read and change a secret", async () => {
    await start();
    await gateway.secrets.send(new CreateSecretCommand({ Name: "sample/shop", SecretString: "{}" }));
    const state = await aws.secrets.describe("sample/shop");
    expect(state).toMatchObject({ name: "sample/shop", rotationEnabled: false });
    expect([...(state?.labels ?? [])]).toEqual([[expect.any(String), ["AWSCURRENT"]]]);
    expect(await aws.secrets.versions("sample/shop")).toMatchObject([{ labels: ["AWSCURRENT"] }]);
    await expect(aws.secrets.rotate("sample/shop")).rejects.toMatchObject({ code: "aws_refused" });
  });

  it("find the address and the admin secret of the database", async () => {
    await start();
    const made = await gateway.form("rds", {
      Action: "CreateDBInstance",
      DBInstanceIdentifier: "sample-mysql",
      DBInstanceClass: "db.t4g.small",
      Engine: "mysql",
      AllocatedStorage: "20",
      MasterUsername: "admin",
      ManageMasterUserPassword: "true",
    });
    expect(made.status).toBe(200);
    // It has no address while it is being created.
    let instance = await aws.database.instance();
    for (const endMs = Date.now() + 90_000; instance === undefined && Date.now() < endMs; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      instance = await aws.database.instance();
    }
    expect(instance).toMatchObject({
      identifier: "sample-mysql",
      host: expect.any(String),
      port: expect.any(Number),
      adminSecretArn: expect.stringContaining(":secret:rds!db-"),
    });
  });

  it("say that there was no answer", async () => {
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
    aws = connectAws(sample, { isLocal: true, profile: undefined });
    await expect(aws.rotationFunction.invoke({})).rejects.toMatchObject({ code: "aws_unavailable" });
  });
});
