import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startGateway } from "../local/aws/gateway/start";
import { LOCAL_REGION } from "../local/aws/local-account";
import { prepareDeployment } from "../local/terraform/prepare";
import { synthesizeLocal } from "../local/terraform/synthesize";
import { findTools } from "../local/terraform/terraform-or-why-not";
import { STACKS } from "../local/terraform/workspace";
import { writeFixture } from "./record-plans/fixtures";
import { recordedStacks } from "./record-plans/recorded-stacks";
import { PLAN_SCENARIOS } from "./record-plans/scenarios";
import { trimPlan } from "./record-plans/trim-plan";

/** One file a scenario. */
const FOLDER = path.join(__dirname, "..", "tests", "ops", "review", "plans");

/** `npm run record-plans`: the plans that the golden reports are made from, by the real Terraform against the local AWS. */
async function main(): Promise<void> {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort(new Error("interrupted; the recording is incomplete")));
  const folder = mkdtempSync(path.join(tmpdir(), "record-plans-"));
  const gateway = await startGateway({ stateFolder: path.join(folder, "aws"), region: LOCAL_REGION });
  try {
    const { workspace, terraform } = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools: findTools(),
      endpointUrl: gateway.url,
      region: LOCAL_REGION,
      signal: interrupted.signal,
    });
    const synthesize = (overlay: object) =>
      synthesizeLocal({ outFolder: workspace.outFolder, zipFile: workspace.zipFile, choices: { overlay } });
    const record = async (name: string): Promise<void> => {
      console.warn(`planning ${name}`);
      const plans = await Promise.all(
        STACKS.map(async (stack): Promise<readonly [string, Readonly<Record<string, unknown>> | string]> => {
          const planned = await terraform.run(stack, ["plan", "-input=false", "-out=recorded.tfplan"]);
          // What Terraform planned before it failed is not read.
          if (planned.exitCode !== 0) return [stack, planned.output.slice(planned.output.indexOf("Error: "))];
          const { stdout } = await terraform.succeed(stack, ["show", "-json", "recorded.tfplan"]);
          return [stack, trimPlan(JSON.parse(stdout.replaceAll(folder, "/folder")))];
        }),
      );
      writeFixture(FOLDER, name, recordedStacks(workspace.outFolder, new Map(plans)));
    };

    mkdirSync(FOLDER, { recursive: true });
    await synthesize({});
    for (const stack of STACKS) await terraform.init(stack);
    await record("nothing-deployed");
    for (const stack of STACKS) {
      console.warn(`deploying ${stack}`);
      await terraform.succeed(stack, ["apply", "-auto-approve"]);
    }
    for (const { name, overlay, isDatabaseDenied } of PLAN_SCENARIOS) {
      await synthesize(overlay);
      const fault = isDatabaseDenied
        ? gateway.faults.add({
            service: "rds",
            action: "DescribeDBInstances",
            errorCode: "AccessDenied",
            status: 403,
            times: 9,
          })
        : undefined;
      await record(name);
      fault?.remove();
    }
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
