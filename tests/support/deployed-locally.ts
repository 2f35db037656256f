import { mkdirSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { loadEnvironments } from "../../environments";
import type { Gateway } from "../../local/gateway/start";
import { type TerraformRun, TerraformRunner } from "../../local/terraform/run-terraform";
import { terraformOrWhyNot } from "../../local/terraform/terraform-or-why-not";
import { packageRotationFunction } from "../../rotation-fn/package";
import { environmentStacks } from "../../stacks/environment";

/** The stacks of `local`, each after those that it needs. */
export const LOCAL_STACKS = ["local-network", "local-database", "local-bastion", "local-app-secret"] as const;

const COMMAND_TIMEOUT_MS = 600_000;

/** Synthesizes the environment `local` with the real function below a folder. */
export async function synthesizeLocal(folder: string): Promise<void> {
  const { local } = loadEnvironments();
  if (local === undefined) throw new Error("there is no environment local");
  mkdirSync(folder, { recursive: true });
  const { zipFile, sha256Base64 } = await packageRotationFunction({
    regions: [local.region],
    outFile: path.join(folder, "rotation-fn.zip"),
  });
  const app = new App({ outdir: path.join(folder, "cdktf.out") });
  environmentStacks(app, local, { zipFile, sha256: sha256Base64 });
  app.synth();
}

/** Runs Terraform in the folder of one stack, against a gateway, with the stack's id as access key. */
export async function terraformIn(
  folder: string,
  gateway: Pick<Gateway, "url">,
  stack: string,
  args: readonly string[],
): Promise<TerraformRun> {
  const found = terraformOrWhyNot();
  if (found.whyNot !== undefined) throw new Error(found.whyNot);
  const runner = new TerraformRunner(found.terraform, found.mirror, {
    AWS_ENDPOINT_URL: gateway.url,
    AWS_ACCESS_KEY_ID: stack,
    AWS_SECRET_ACCESS_KEY: "not-checked",
    AWS_REGION: "us-east-1",
  });
  try {
    return await runner.run(
      path.join(folder, "cdktf.out", "stacks", stack),
      [...args, "-no-color"],
      COMMAND_TIMEOUT_MS,
    );
  } finally {
    runner.dispose();
  }
}
