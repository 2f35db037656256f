import path from "node:path";
import { pathToFileURL } from "node:url";
import { type GroupOptions, type GroupRun, runInGroup } from "../../ops/terraform/process-group";
import { CHOICES_VARIABLE, type Workspace } from "./workspace";

const PROJECT = path.resolve(__dirname, "..", "..");
const CLI = path.join(PROJECT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");

export type CliOptions = Omit<GroupOptions, "cwd">;

/** `cdktf deploy <stacks>`, as a person types it, with the stacks named or as a pattern. Stacks that depend on nothing run side by side. */
export function cdktfDeploy(workspace: Workspace, stacks: readonly string[], options: CliOptions): Promise<GroupRun> {
  const outputs = path.join(workspace.folder, "outputs.json");
  return cdktf(workspace, ["deploy", ...stacks, "--auto-approve", "--outputs-file", outputs], options);
}

/**
 * `cdktf destroy <stacks>`, one stack after the other: when one of several that are in flight fails, the CLI dies of it and leaves a
 * Terraform running.
 */
export function cdktfDestroy(workspace: Workspace, stacks: readonly string[], options: CliOptions): Promise<GroupRun> {
  return cdktf(workspace, ["destroy", ...stacks, "--auto-approve", "--parallelism", "1"], options);
}

function cdktf(workspace: Workspace, args: readonly string[], options: CliOptions): Promise<GroupRun> {
  const common = [
    ...["--app", programCommand()],
    ...["--output", workspace.outFolder],
    // Asks the public registry for a second platform, which a mirror may not have.
    "--skip-provider-lock",
    ...(isOneStack(args) ? ["--ignore-missing-stack-dependencies"] : []),
  ];
  return runInGroup(process.execPath, [CLI, ...args, ...common], {
    ...options,
    cwd: PROJECT,
    environment: { ...options.environment, [CHOICES_VARIABLE]: workspace.choicesFile },
  });
}

/**
 * A stack of a chain may be named alone: its upstream has been deployed, or Terraform says so. With several stacks the CLI would
 * understand that it need not wait for any of them, and start all at once.
 */
function isOneStack([, first = "", second = "--"]: readonly string[]): boolean {
  return !first.includes("*") && second.startsWith("--");
}

/** The CLI gives it to a shell. */
function programCommand(): string {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  return [process.execPath, "--import", loader, path.join(__dirname, "program.ts")].map(quoted).join(" ");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
