import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { createTestFunction, startTestGateway, type TestGateway } from "../../../../support/gateway";
import { describeWithMoto } from "../../../../support/moto";
import { temporaryFolder } from "../../../../support/temporary-folder";

/** A function that rotates without a database, by the plain protocol of Secrets Manager. */
const ROTATES = `
  const ask = async (operation, input) => {
    const response = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "secretsmanager." + operation,
        authorization: "AWS4-HMAC-SHA256 Credential=" + process.env.AWS_ACCESS_KEY_ID + "/20260101/us-east-1/secretsmanager/aws4_request",
      },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  exports.handler = async ({ Step, SecretId, ClientRequestToken }) => {
    const SecretString = JSON.stringify({ password: "pw-" + ClientRequestToken });
    if (Step === "createSecret")
      await ask("PutSecretValue", { SecretId, ClientRequestToken, SecretString, VersionStages: ["AWSPENDING"] });
    if (Step !== "finishSecret") return;
    const { VersionIdsToStages } = await ask("DescribeSecret", { SecretId });
    const [current] = Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes("AWSCURRENT"));
    await ask("UpdateSecretVersionStage", {
      SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: ClientRequestToken, RemoveFromVersionId: current,
    });
  };`;

const RULES = { AutomaticallyAfterDays: 30 };

describeWithMoto("a rotation behind the gateway", () => {
  let gateway: TestGateway;
  let functionArn: string;
  beforeAll(async () => {
    gateway = await startTestGateway({ stateFolder: temporaryFolder(), retry: { attempts: 2, delayMs: 1 } });
    functionArn = await createTestFunction(gateway, "rotates", ROTATES);
  }, 60_000);
  afterAll(() => gateway.stop());

  const newSecret = async (Name: string): Promise<string> => {
    const SecretString = JSON.stringify({ password: `first-of-${Name}` });
    return (await gateway.secrets.send(new CreateSecretCommand({ Name, SecretString }))).ARN ?? "";
  };
  const allow = (statement: object) =>
    gateway.rest("lambda", "POST", "/2015-03-31/functions/rotates/policy", {
      Action: "lambda:InvokeFunction",
      Principal: "secretsmanager.amazonaws.com",
      ...statement,
    });
  const rotate = (SecretId: string) =>
    gateway.secrets.send(new RotateSecretCommand({ SecretId, RotationLambdaARN: functionArn, RotationRules: RULES }));

  it("runs the deployed function, whose calls are recorded as its own", async () => {
    const arn = await newSecret("rotated");
    await allow({ StatementId: "exact", SourceArn: arn, SourceAccount: "123456789012" });
    const { VersionId } = await rotate(arn);
    expect(await gateway.rotationSettled(arn)).toMatchObject({ status: "succeeded" });
    const { SecretString } = await gateway.secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    expect(JSON.parse(SecretString ?? "")).toEqual({ password: `pw-${VersionId}` });
    const ofFunction = gateway.calls().filter(({ accessKeyId }) => accessKeyId === "rotates");
    expect(ofFunction.map(({ action, resource }) => [action, resource])).toEqual([
      ["PutSecretValue", arn],
      ["DescribeSecret", arn],
      ["UpdateSecretVersionStage", arn],
    ]);
  });

  it.each([
    ["without a permission", undefined],
    ["with one for another secret", { SourceArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:other-AbCdEf" }],
    ["with one for another account", { SourceAccount: "210987654321" }],
    ["with one for another service", { Principal: "events.amazonaws.com" }],
  ])("is refused %s, and nothing is configured", async (title, statement) => {
    const arn = await newSecret(title.replaceAll(" ", "-"));
    if (statement !== undefined) await allow({ StatementId: title.replaceAll(" ", "-"), ...statement });
    await expect(rotate(arn)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("Ensure that the function policy grants access"),
    });
    const { RotationEnabled } = await gateway.secrets.send(new DescribeSecretCommand({ SecretId: arn }));
    expect(RotationEnabled).toBeUndefined();
  });

  it("is allowed by a permission for a pattern of names", async () => {
    const arn = await newSecret("some/pattern");
    const SourceArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:some/*";
    await allow({ StatementId: "pattern", SourceArn });
    await rotate(arn);
    expect(await gateway.rotationSettled(arn)).toMatchObject({ status: "succeeded" });
  });

  it("teaches the gateway every password, and none stands in the record", async () => {
    const arn = await newSecret("known");
    await allow({ StatementId: "known", SourceArn: arn });
    await rotate(arn);
    const { versionId } = await gateway.rotationSettled(arn);
    const passwords = [...gateway.passwords()];
    expect(passwords).toEqual(expect.arrayContaining(["first-of-known", `pw-${versionId}`]));
    const record = JSON.stringify(gateway.calls());
    expect(passwords.filter((password) => record.includes(password))).toEqual([]);
  });
});
