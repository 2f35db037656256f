import { CreateSecretCommand, DescribeSecretCommand, RotateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { createTestFunction } from "../../../../support/gateway";
import { describeWithMoto } from "../../../../support/moto";
import { temporaryFolder } from "../../../../support/temporary-folder";
import { testGateways } from "../../../../support/test-gateways";

jest.setTimeout(180_000);

/** A function that finishes every rotation, without the SDK, which a package of one file does not have. */
const SOURCE = `
const ask = async (operation, body) => {
  const authorization = "AWS4-HMAC-SHA256 Credential=fn/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=none";
  const headers = { authorization, "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager." + operation };
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};
exports.handler = async (event) => {
  console.log(JSON.stringify({ event: "called", ...event }));
  if (event.action) return {};
  const { SecretId, ClientRequestToken, Step } = event;
  if (Step === "createSecret") await ask("PutSecretValue", { SecretId, ClientRequestToken, SecretString: "{}", VersionStages: ["AWSPENDING"] });
  if (Step !== "finishSecret") return;
  const { VersionIdsToStages: stages } = await ask("DescribeSecret", { SecretId });
  const RemoveFromVersionId = Object.keys(stages).find((id) => stages[id].includes("AWSCURRENT"));
  await ask("UpdateSecretVersionStage", { SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: ClientRequestToken, RemoveFromVersionId });
};`;

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${what} did not happen within a minute`);
}

describeWithMoto("the schedules of a local AWS", () => {
  const newGateway = testGateways();

  it("rotate a secret and call the audit by themselves, again and again", async () => {
    const gateway = await newGateway(temporaryFolder(), { schedules: { everyMs: 3_000 } });
    const functionArn = await createTestFunction(gateway, "local-rotation", SOURCE);
    const permission = {
      StatementId: "rotate",
      Action: "lambda:InvokeFunction",
      Principal: "secretsmanager.amazonaws.com",
    };
    await gateway.rest("lambda", "POST", "/2015-03-31/functions/local-rotation/policy", permission);
    const { ARN: SecretId } = await gateway.secrets.send(
      new CreateSecretCommand({ Name: "local/shop", SecretString: "{}" }),
    );
    await gateway.secrets.send(
      new RotateSecretCommand({
        SecretId,
        RotationLambdaARN: functionArn,
        RotationRules: { ScheduleExpression: "rate(2 days)" },
        RotateImmediately: false,
      }),
    );
    await gateway.rest("scheduler", "POST", "/schedule-groups/local-audit", {});
    const made = await gateway.rest("scheduler", "POST", "/schedules/audit-1", {
      GroupName: "local-audit",
      ScheduleExpression: "cron(0 6 * * ? *)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: functionArn,
        RoleArn: "arn:aws:iam::123456789012:role/audit",
        Input: '{"action":"audit","secretIds":["a"]}',
      },
    });
    expect(made.status).toBe(200);
    const current = async (): Promise<string | undefined> => {
      const { VersionIdsToStages: stages = {} } = await gateway.secrets.send(new DescribeSecretCommand({ SecretId }));
      return Object.keys(stages).find((id) => stages[id]?.includes("AWSCURRENT"));
    };
    for (const time of ["first", "second"]) {
      const before = await current();
      await until(`the ${time} scheduled rotation`, async () => (await current()) !== before);
    }
    await until("a scheduled audit", async () =>
      gateway.functionLogs().some((line) => line.includes('"action":"audit"')),
    );
  });

  it("start nothing where they are not asked for", async () => {
    const lines: string[] = [];
    await newGateway(temporaryFolder(), { onLog: (line) => void lines.push(line) });
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(lines.filter((line) => line.startsWith("schedules:"))).toEqual([]);
  });
});
