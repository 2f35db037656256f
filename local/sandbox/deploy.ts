import { errorsIn } from "../../ops/terraform/errors-in";
import { StoppedAfterTimeout } from "../../ops/terraform/process-group";
import { LocalError } from "../terminal/error";
import { cdktfDeploy, cdktfDestroy } from "../terraform/cdktf-cli";
import { logFileOf } from "../terraform/prepare";
import { STACKS, writeChoices } from "../terraform/workspace";
import { chosenEngine, engineOverlay } from "./choices";
import { deploySummary, type StackCounts, stackCounts } from "./deploy-summary";
import { deployment, stackNamed } from "./deployment";
import type { KeptPaths } from "./paths";

/**
 * Runs `cdktf deploy` or `cdktf destroy` for some stacks, all without a list. Shows a line when a stack is done and a summary at the end;
 * everything else is in Terraform's log. Ctrl-C stops Terraform in order. Throws `command_failed`.
 */
export async function runCdktf(
  paths: KeptPaths,
  what: "deploy" | "destroy",
  names: readonly string[],
  out: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const stacks = names.map(stackNamed);
  const startedMs = Date.now();
  const counts: StackCounts[] = [];
  const logFile = logFileOf(paths.deployment);
  const { workspace, cli } = deployment(paths, signal, (line) => {
    const found = stackCounts(line);
    if (found === undefined) return;
    counts.push(found);
    out(`✔ ${found.stack}`);
  });
  out(`cdktf ${what} ${names.length === 0 ? "of all stacks" : stacks.join(" ")}; its output goes to ${logFile}`);
  if (what === "deploy") {
    writeChoices(workspace, { overlay: engineOverlay(chosenEngine(paths)), packagedRegions: [] });
  }
  const run = what === "deploy" ? cdktfDeploy : cdktfDestroy;
  // One after the other, in the order in which they can be made: the CLI does not wait for one that is not named.
  const ordered = STACKS.filter((stack) => stacks.includes(stack));
  if (what === "destroy") ordered.reverse();
  for (const pattern of names.length === 0 ? ["local-*"] : ordered) {
    const { exitCode, output } = await run(workspace, [pattern], cli).catch((error: unknown) => {
      throw error instanceof StoppedAfterTimeout
        ? stoppedAfterTimeout(`cdktf ${what} ${pattern}`, error, logFile)
        : error;
    });
    if (exitCode === 0) continue;
    throw new LocalError(
      "command_failed",
      `cdktf ${what} ${pattern} ended with exit code ${exitCode}: ${errorsIn(output)}; all that was said: ${logFile}; ` +
        "what to do: remove the cause, and run the same command again: it continues where it stopped",
    );
  }
  out(`\n${deploySummary(counts, { durationMs: Date.now() - startedMs, logFile })}`);
}

/** Terraform was asked to stop, so that what it had done is in the states. */
function stoppedAfterTimeout(command: string, error: StoppedAfterTimeout, logFile: string): LocalError {
  return new LocalError(
    "command_failed",
    `${command} was stopped after ${error.timeoutMs / 1000} s; all that was said: ${logFile}; ` +
      "what to do: run the same command again: it continues where it stopped",
    { cause: error },
  );
}
