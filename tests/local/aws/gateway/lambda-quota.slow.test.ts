import path from "node:path";
import { type Gateway, startGateway } from "../../../../local/aws/gateway/start";
import { prepareDeployment } from "../../../../local/terraform/prepare";
import { synthesizeLocal } from "../../../../local/terraform/synthesize";
import { findTools } from "../../../../local/terraform/terraform-or-why-not";
import { temporaryFolder } from "../../../support/temporary-folder";
import { describeWithDeployment } from "../../../support/terraform";

describeWithDeployment("a reservation that the account's quota has no room for", () => {
  const folder = temporaryFolder();
  let gateway: Gateway;
  afterAll(() => gateway?.stop());

  it("is refused by the plan of the first stack, before anything is made", async () => {
    gateway = await startGateway({ stateFolder: path.join(folder, "local aws") });
    const { workspace, terraform } = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools: findTools(),
      endpointUrl: gateway.url,
      region: "us-east-1",
      signal: new AbortController().signal,
    });
    const overlay = { rotationFunction: { reservedConcurrency: 950 } };
    await synthesizeLocal({ outFolder: workspace.outFolder, zipFile: workspace.zipFile, choices: { overlay } });
    await terraform.init("local-network");
    const { exitCode, output } = await terraform.run("local-network", ["apply", "-auto-approve"]);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/quota of concurrent executions is 1000[\s\S]*1050/);
    expect(gateway.calls().filter(({ action }) => /^(Create|Put|Run)/.test(action))).toEqual([]);
  }, 300_000);
});
