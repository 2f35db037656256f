import { LocalError } from "../terminal/error";
import { effectLine } from "../terraform/plan-effect";
import { TerraformFailure } from "../terraform/stack-terraform";
import { synthesizeLocal } from "../terraform/synthesize";
import { STACKS, type StackName } from "../terraform/workspace";
import { chosenEngine, engineOverlay } from "./choices";
import { deployment } from "./deployment";
import type { KeptPaths } from "./paths";

/** Plans some stacks, all without a list, and shows what a deployment would do to each resource. Changes nothing. Throws `command_failed`. */
export async function plan(
  paths: KeptPaths,
  stacks: readonly StackName[],
  out: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { workspace, terraform } = deployment(paths, signal);
    const { outFolder, zipFile } = workspace;
    await synthesizeLocal({ outFolder, zipFile, choices: { overlay: engineOverlay(chosenEngine(paths)) } });
    for (const stack of STACKS.filter((one) => stacks.length === 0 || stacks.includes(one))) {
      await terraform.init(stack);
      const { effect, isEmpty } = await terraform.plan(stack);
      const lines = effect.map((one) => `  ${effectLine(one)}`);
      out([`${stack}: ${isEmpty ? "no changes" : `${effect.length} changes`}`, ...lines].join("\n"));
    }
  } catch (error) {
    if (!(error instanceof TerraformFailure)) throw error;
    const remedy = /Unable to find remote state|No stored state/.test(error.message)
      ? "deploy the stacks before this one: npm run local -- deploy"
      : "remove the cause, and run the same command again";
    throw new LocalError("command_failed", `${error.message}; what to do: ${remedy}`);
  }
}
