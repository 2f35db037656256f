import { readFileSync } from "node:fs";
import path from "node:path";
import { createTestFunction, invokeTestFunction, type TestGateway } from "../../../../support/gateway";
import { describeWithMoto } from "../../../../support/moto";
import { REPOSITORY, temporaryFolder } from "../../../../support/temporary-folder";
import { testGateways } from "../../../../support/test-gateways";

const SOURCE = `exports.handler = async ({ outcome, secretId }) => {
  console.log(JSON.stringify({ outcome, secretId }));
  return "done";
}`;

/** The pattern of the runbook's first command, as the shell gives it to the CLI. */
function runbookPattern(secret: string): string {
  const page = readFileSync(path.join(REPOSITORY, "docs", "runbook.md"), "utf8");
  const [, quoted = ""] = /--filter-pattern "((?:\\.|[^"\\])*)"/.exec(page) ?? [];
  return quoted.replaceAll("$SECRET", secret).replace(/\\(.)/g, "$1").replaceAll("\\$", "$");
}

describeWithMoto("the log group of a function", () => {
  const newGateway = testGateways();

  const logs = async (gateway: TestGateway, operation: string, body: object) =>
    JSON.parse((await gateway.json("logs", `Logs_20140328.${operation}`, body)).body || "{}");
  /** The messages, when there are so many: they are written after the answer of the invocation. */
  async function messages(gateway: TestGateway, body: object, count: number): Promise<readonly string[]> {
    for (;;) {
      const { events } = await logs(gateway, "FilterLogEvents", { logGroupName: "/aws/lambda/logged", ...body });
      if (events.length >= count) return events.map(({ message }: { message: string }) => message);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it("gets every line in order, and the runbook's first command finds the one that failed", async () => {
    const gateway = await newGateway(temporaryFolder());
    await logs(gateway, "CreateLogGroup", { logGroupName: "/aws/lambda/logged" });
    await createTestFunction(gateway, "logged", SOURCE);
    const secretId = "arn:aws:secretsmanager:us-east-1:123456789012:secret:local/shop-a1b2c3";
    const lines = ["ok", "failed", "ok"].map((outcome) => ({ outcome, secretId }));
    for (const line of lines) await invokeTestFunction(gateway, "logged", line);
    expect(await messages(gateway, {}, 3)).toEqual(lines.map((line) => JSON.stringify(line)));
    expect(runbookPattern("local/shop")).toContain('$.outcome = "failed"');
    const failed = { filterPattern: runbookPattern("local/shop"), startTime: Date.now() - 24 * 3_600_000 };
    expect(await messages(gateway, failed, 1)).toEqual([JSON.stringify(lines[1])]);
    const others = { logGroupName: "/aws/lambda/logged", filterPattern: runbookPattern("local/jobs") };
    expect((await logs(gateway, "FilterLogEvents", others)).events).toEqual([]);
  }, 60_000);

  it("gets nothing where there is none, and the function answers all the same", async () => {
    const gateway = await newGateway(temporaryFolder());
    await createTestFunction(gateway, "logged", SOURCE);
    expect((await invokeTestFunction(gateway, "logged", { outcome: "ok" })).body).toBe('"done"');
    expect(gateway.functionLogs()).toEqual(['{"outcome":"ok"}']);
    await logs(gateway, "CreateLogGroup", { logGroupName: "/aws/lambda/logged" });
    await invokeTestFunction(gateway, "logged", { outcome: "later" });
    expect(await messages(gateway, {}, 1)).toEqual(['{"outcome":"later"}']);
  }, 60_000);
});
