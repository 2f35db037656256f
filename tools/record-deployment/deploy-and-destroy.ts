import path from "node:path";
import type { GatewayCall } from "../../local/aws/gateway/gateway";
import { startGateway } from "../../local/aws/gateway/start";
import { LOCAL_REGION as region } from "../../local/aws/local-account";
import { prepareDeployment } from "../../local/terraform/prepare";
import { synthesizeLocal } from "../../local/terraform/synthesize";
import { findTools } from "../../local/terraform/terraform-or-why-not";
import { STACKS } from "../../local/terraform/workspace";

/** What was called while the environment `local` was deployed, planned once more and destroyed. */
export interface RecordedDeployment {
  readonly applied: readonly GatewayCall[];
  readonly destroyed: readonly GatewayCall[];
}

/**
 * Takes the environment `local` through its life in a folder, against a local AWS of its own, which is gone afterwards. Takes six minutes, most of them
 * waits of the provider for a database. Throws when anything fails, or when there is anything to do after the deployment.
 */
export async function deployAndDestroy(
  folder: string,
  onProgress: (words: string) => void,
  signal: AbortSignal,
): Promise<RecordedDeployment> {
  const gateway = await startGateway({ stateFolder: path.join(folder, "aws"), region });
  try {
    const { workspace, terraform } = prepareDeployment({
      folder: path.join(folder, "deployment"),
      tools: findTools(),
      endpointUrl: gateway.url,
      region,
      signal,
    });
    await synthesizeLocal({ outFolder: workspace.outFolder, zipFile: workspace.zipFile, choices: {} });
    for (const stack of STACKS) {
      onProgress(`deploying ${stack}`);
      await terraform.init(stack);
      await terraform.succeed(stack, ["apply", "-auto-approve"]);
    }
    for (const stack of STACKS) await terraform.succeed(stack, ["plan", "-detailed-exitcode"]);
    const applied = gateway.calls();
    for (const stack of [...STACKS].reverse()) {
      onProgress(`destroying ${stack}`);
      await terraform.succeed(stack, ["destroy", "-auto-approve"]);
    }
    return { applied, destroyed: gateway.calls().slice(applied.length) };
  } finally {
    await gateway.stop();
  }
}
