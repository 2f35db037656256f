import { writeFileSync } from "node:fs";
import path from "node:path";
import { commandsInSection, runPrinted } from "../../../../local/lifecycle/printed-commands";
import { effectLine } from "../../../../local/terraform/plan-effect";
import { prepareDeployment } from "../../../../local/terraform/prepare";
import { synthesizeLocal } from "../../../../local/terraform/synthesize";
import { findTools } from "../../../../local/terraform/terraform-or-why-not";
import { stateFile } from "../../../../local/terraform/workspace";
import { startTestGateway, type TestGateway } from "../../../support/gateway";
import { temporaryFolder } from "../../../support/temporary-folder";
import { describeWithDeployment } from "../../../support/terraform";

const STACK = "local-database";
const TARGET = "-target=aws_cloudwatch_log_group.error_log_group";
const INSTANCE = "local-mysql";
const NO_RESOURCES = { version: 4, serial: 1, lineage: "none", outputs: {}, resources: [] };

describeWithDeployment("a log group that RDS makes again when its instance has been destroyed", () => {
  const folder = temporaryFolder();
  let gateway: TestGateway;
  afterAll(() => gateway?.stop());

  const groups = async (): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const { body } = await gateway.json("logs", "Logs_20140328.DescribeLogGroups", {
      logGroupNamePrefix: `/aws/rds/instance/${INSTANCE}/error`,
    });
    return JSON.parse(body).logGroups;
  };

  it("stops the next deployment; after the import of docs/redeploy.md the plan gives it key and retention", async () => {
    gateway = await startTestGateway({ stateFolder: path.join(folder, "local aws") });
    const { workspace, terraform, cli } = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools: findTools(),
      endpointUrl: gateway.url,
      region: "us-east-1",
      signal: new AbortController().signal,
    });
    await synthesizeLocal({ outFolder: workspace.outFolder, zipFile: workspace.zipFile, choices: {} });
    // The import reads the state of the stack below, which is not deployed here.
    writeFileSync(stateFile(workspace, "local-network"), JSON.stringify(NO_RESOURCES));
    await terraform.init(STACK);
    const apply = () => terraform.run(STACK, ["apply", "-auto-approve", TARGET]);
    expect((await apply()).exitCode).toBe(0);
    const rds = (Action: string, more: Readonly<Record<string, string>>) =>
      gateway.form("rds", { Action, DBInstanceIdentifier: INSTANCE, ...more });
    await rds("CreateDBInstance", {
      ...{ Engine: "mysql", DBInstanceClass: "db.t4g.micro", AllocatedStorage: "20", MasterUsername: "dba" },
      ...{ ManageMasterUserPassword: "true", "EnableCloudwatchLogsExports.member.1": "error" },
    });
    await rds("DeleteDBInstance", { SkipFinalSnapshot: "true" });
    await terraform.succeed(STACK, ["destroy", "-auto-approve", TARGET]);
    expect(await groups()).toEqual([]);

    await gateway.exportLogs(INSTANCE);
    const refused = await apply();
    expect([refused.exitCode, refused.output]).toEqual([1, expect.stringContaining("ResourceAlreadyExistsException")]);

    const values = { environment: "local", engine: "mysql", log: "error" };
    const printed = commandsInSection("redeploy.md", "Log groups that RDS created again", values);
    const [importing] = printed.filter((command) => command.startsWith("terraform "));
    await runPrinted({ workspace, cli, gateway }, importing ?? "");
    // moto has no AssociateKmsKey, so the plan is looked at and not applied.
    const { effect } = await terraform.plan(STACK, { extra: [TARGET] });
    expect(effect.map(effectLine)).toEqual([
      expect.stringMatching(/^~ aws_cloudwatch_log_group\.error_log_group \(.*kms_key_id.*retention_in_days/),
    ]);
  }, 300_000);
});
