import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { callsByCaller } from "../../../../local/aws/gateway/calls-by-caller";
import { type Gateway, startGateway } from "../../../../local/aws/gateway/start";
import { leftoverResources } from "../../../../local/lifecycle/leftover-resources";
import { prepareDeployment } from "../../../../local/terraform/prepare";
import type { StackTerraform } from "../../../../local/terraform/stack-terraform";
import { synthesizeLocal } from "../../../../local/terraform/synthesize";
import { findTools } from "../../../../local/terraform/terraform-or-why-not";
import { STACKS } from "../../../../local/terraform/workspace";
import recorded from "../../../stacks/iam/deployment-calls.json";
import { temporaryFolder } from "../../../support/temporary-folder";
import { describeWithDeployment } from "../../../support/terraform";

const TIMEOUT_MS = 1_500_000;
const REGION = "us-east-1";

describeWithDeployment("the environment local, deployed by the real Terraform to the gateway", () => {
  const folder = temporaryFolder();
  const stateFolder = path.join(folder, "local aws");
  let gateway: Gateway;
  afterAll(() => gateway?.stop());

  /** A gateway on the state folder, with Terraform led to it. */
  const start = async (): Promise<StackTerraform> => {
    gateway = await startGateway({ stateFolder });
    const { workspace, terraform } = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools: findTools(),
      endpointUrl: gateway.url,
      region: REGION,
      signal: new AbortController().signal,
    });
    await synthesizeLocal({ outFolder: workspace.outFolder, zipFile: workspace.zipFile, choices: {} });
    for (const stack of STACKS) await terraform.init(stack);
    return terraform;
  };
  const emptyPlans = async (terraform: StackTerraform) => {
    for (const stack of STACKS) await terraform.succeed(stack, ["plan", "-detailed-exitcode"]);
  };

  it(
    "is applied, planned empty, planned empty after a restart of the gateway, and destroyed without a trace",
    async () => {
      let terraform = await start();
      for (const stack of STACKS) await terraform.succeed(stack, ["apply", "-auto-approve"]);
      const rotated = gateway.calls().filter(({ action }) => action === "RotateSecret");
      const whose = rotated.map(({ accessKeyId, status }) => `${accessKeyId} ${status}`);
      expect(whose).toEqual(Array(4).fill("local-app-secret 200"));
      await emptyPlans(terraform);
      expect((await leftoverResources({ gateway })).length).toBeGreaterThan(10);
      // When this fails the stacks, or the provider, have learnt a call or lost one: npm run record-deployment.
      const { operator: _, ...called } = callsByCaller(gateway.calls());
      expect(called).toEqual(recorded.apply);

      const passwords = new Set(gateway.passwords());
      await gateway.stop();
      terraform = await start();
      await emptyPlans(terraform);

      for (const stack of [...STACKS].reverse()) await terraform.succeed(stack, ["destroy", "-auto-approve"]);
      for (const stack of STACKS) expect(terraform.resources(stack)).toEqual([]);
      expect(await leftoverResources({ gateway })).toEqual([]);
      expect(gateway.databases()).toEqual([]);
      expect(["databases", "functions"].map((kept) => readdirSync(path.join(stateFolder, kept)))).toEqual([[], []]);
      const record = readFileSync(path.join(stateFolder, "calls.jsonl"), "utf8");
      expect([...passwords, ...gateway.passwords()].filter((password) => record.includes(password))).toEqual([]);
      expect(record).not.toMatch(/NotEmulated|GatewayFailure/);
    },
    TIMEOUT_MS,
  );
});
