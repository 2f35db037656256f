import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { createTestFunction } from "../../../support/gateway";
import { describeWithMoto } from "../../../support/moto";
import { temporaryFolder } from "../../../support/temporary-folder";
import { testGateways } from "../../../support/test-gateways";

describeWithMoto("a gateway", () => {
  const start = testGateways();

  it("keeps its state to this user", async () => {
    const stateFolder = temporaryFolder();
    const gateway = await start(stateFolder);
    await gateway.secrets.send(new CreateSecretCommand({ Name: "s", SecretString: "the-only-place-of-this-text" }));
    await createTestFunction(gateway, "f", "exports.handler = async () => 1");
    await gateway.stop();
    expect(statSync(stateFolder).mode & 0o077).toBe(0);
    const files = readdirSync(stateFolder, { recursive: true, encoding: "utf8" })
      .map((name) => path.join(stateFolder, name))
      .filter((file) => statSync(file).isFile());
    expect(files.length).toBeGreaterThan(4);
    expect(files.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
    const holding = files.filter((file) => readFileSync(file).includes("the-only-place-of-this-text"));
    expect(holding.map((file) => path.basename(file))).toEqual(["secrets.json"]);
  });

  it("writes each call as a line of JSON", async () => {
    const stateFolder = temporaryFolder();
    const gateway = await start(stateFolder);
    await gateway.json("secretsmanager", "secretsmanager.DescribeSecret", { SecretId: "nobody" });
    await gateway.form("ec2", { Action: "DescribeVpcs" });
    const lines = readFileSync(path.join(stateFolder, "calls.jsonl"), "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        atMs: expect.any(Number),
        accessKeyId: "tester",
        service: "secretsmanager",
        action: "DescribeSecret",
        resource: "nobody",
        status: 400,
        errorCode: "ResourceNotFoundException",
      },
      { atMs: expect.any(Number), accessKeyId: "tester", service: "ec2", action: "DescribeVpcs", status: 200 },
    ]);
    expect(gateway.calls()).toEqual(lines.map((line) => JSON.parse(line)));
  });

  it("refuses at once what nobody offers, by name, so that no SDK tries again", async () => {
    const gateway = await start(temporaryFolder());
    const unknown = await Promise.all([
      gateway.form("rds", { Action: "DoNonsense" }),
      gateway.form("ec2", { Action: "DoNonsense" }),
      gateway.json("kms", "TrentService.DoNonsense", {}),
      gateway.rest("lambda", "GET", "/2099-01-01/nonsense"),
      gateway.form("nonsense", { Action: "DoNonsense" }),
    ]);
    expect(unknown.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    const names = [
      "rds:DoNonsense",
      "ec2:DoNonsense",
      "kms:DoNonsense",
      "lambda:GET /2099-01-01/nonsense",
      "nonsense:",
    ];
    unknown.forEach(({ body }, index) => {
      expect(body).toContain("NotEmulated");
      expect(body).toContain(names[index]);
    });
  });

  it("has no Secrets Manager, Lambda and RDS in other regions", async () => {
    const gateway = await start(temporaryFolder(), { region: "eu-central-1" });
    expect((await gateway.form("rds", { Action: "DescribeDBInstances" })).status).toBe(200);
    const elsewhere = await fetch(gateway.url, {
      method: "POST",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/rds/aws4_request" },
    });
    expect([elsewhere.status, await elsewhere.text()]).toEqual([400, expect.stringContaining("eu-central-1 only")]);
  });
});
