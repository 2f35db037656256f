import path from "node:path";
import { commandsInSection, runPrinted } from "../../../../local/lifecycle/printed-commands";
import { prepareDeployment } from "../../../../local/terraform/prepare";
import { synthesizeLocal } from "../../../../local/terraform/synthesize";
import { findTools, terraformOrWhyNot } from "../../../../local/terraform/terraform-or-why-not";
import { startTestGateway, type TestGateway } from "../../../support/gateway";
import { describeWithMoto } from "../../../support/moto";
import { temporaryFolder } from "../../../support/temporary-folder";

const { whyNot } = terraformOrWhyNot();
if (whyNot !== undefined) console.warn(`the log groups of a late export are skipped: ${whyNot}`);
const describeWithAll = whyNot === undefined ? describeWithMoto : describe.skip;

const STACK = "local-database";
const TARGET = "-target=aws_cloudwatch_log_group.error_log_group";
const INSTANCE = "local-mysql";

describeWithAll("a log group that RDS makes again when its instance has been destroyed", () => {
  const folder = temporaryFolder();
  let gateway: TestGateway;
  afterAll(() => gateway?.stop());

  const groups = async (): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const { body } = await gateway.json("logs", "Logs_20140328.DescribeLogGroups", {
      logGroupNamePrefix: `/aws/rds/instance/${INSTANCE}/error`,
    });
    return JSON.parse(body).logGroups;
  };

  it("stops the next deployment, and is taken over with key and retention by the commands of docs/redeploy.md", async () => {
    gateway = await startTestGateway({ stateFolder: path.join(folder, "local aws") });
    const { workspace, terraform, cli } = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools: findTools(),
      endpointUrl: gateway.url,
      region: "us-east-1",
      signal: new AbortController().signal,
    });
    await synthesizeLocal({ outFolder: workspace.outFolder, zipFile: workspace.zipFile, choices: {} });
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
    expect((await apply()).exitCode).toBe(0);
    expect(await groups()).toEqual([expect.objectContaining({ retentionInDays: 1, kmsKeyId: expect.any(String) })]);
  }, 300_000);
});
