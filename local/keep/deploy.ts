import { cdktfDeploy, cdktfDestroy } from "../deployment/cdktf-cli";
import { type Deployment, logFileOf, prepareDeployment } from "../deployment/prepare";
import { errorsIn } from "../deployment/stack-terraform";
import { STACKS, type StackName, writeChoices } from "../deployment/workspace";
import { watchForInterruption } from "../rehearsal/interruption";
import { findTools } from "../terraform/terraform-or-why-not";
import { LocalCommandError } from "./error";
import type { KeptPaths } from "./paths";
import { requireServed } from "./served-by";

/**
 * Runs `cdktf deploy` or `cdktf destroy` for some stacks, all without a list, and shows what it says. Ctrl-C stops Terraform in
 * order, and then this says how to go on. Throws `command_failed`.
 */
export async function runCdktf(
  paths: KeptPaths,
  what: "deploy" | "destroy",
  names: readonly string[],
  out: (line: string) => void,
): Promise<void> {
  const stacks = names.map(stackNamed);
  const watch = watchForInterruption();
  try {
    const { workspace, cli } = deployment(paths, watch.signal, out);
    if (what === "deploy") writeChoices(workspace, { overlay: {}, packagedRegions: [] });
    const run = what === "deploy" ? cdktfDeploy : cdktfDestroy;
    // One after the other, in the order in which they can be made: the CLI does not wait for one that is not named.
    const ordered = STACKS.filter((stack) => stacks.includes(stack));
    if (what === "destroy") ordered.reverse();
    for (const pattern of names.length === 0 ? ["local-*"] : ordered) {
      const { exitCode, output } = await run(workspace, [pattern], cli);
      if (exitCode === 0) continue;
      throw new LocalCommandError(
        "command_failed",
        `cdktf ${what} ${pattern} ended with exit code ${exitCode}: ${errorsIn(output)}; all that was said: ${logFileOf(paths.deployment)}; ` +
          "what to do: remove the cause, and run the same command again: it goes on where it stopped",
      );
    }
  } catch (error) {
    if (!watch.signal.aborted) throw error;
    throw new LocalCommandError(
      "command_failed",
      `cdktf ${what} was broken off, and Terraform wrote down what it had done; what to do: to go on, run the same command again; ` +
        "to clean up, npm run local -- destroy",
    );
  } finally {
    watch.dispose();
  }
}

/** The deployment to the local AWS that is running. Throws `not_running`, or what is missing on this machine. */
export function deployment(paths: KeptPaths, signal: AbortSignal, onLine?: (line: string) => void): Deployment {
  const { url, region } = requireServed(paths);
  const folder = paths.deployment;
  const options = { folder, tools: findTools(), endpointUrl: url, region, signal };
  return prepareDeployment(onLine === undefined ? options : { ...options, onLine });
}

/** `network` and `local-network` alike. */
function stackNamed(name: string): StackName {
  const found = STACKS.find((stack) => stack === name || stack === `local-${name}`);
  if (found !== undefined) return found;
  throw new LocalCommandError(
    "bad_command",
    `there is no stack ${JSON.stringify(name.slice(0, 60))}; allowed: ${STACKS.join(", ")}, or none for all of them`,
    2,
  );
}
