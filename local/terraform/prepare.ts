import path from "node:path";
import type { CliOptions } from "./cdktf-cli";
import { emulatorVariables } from "./credentials";
import { StackTerraform } from "./stack-terraform";
import type { Tools } from "./terraform-or-why-not";
import { toolEnvironment } from "./tool-home";
import { openWorkspace, type Workspace } from "./workspace";

/** What a deployment to the local AWS needs, beside that AWS. */
export interface Deployment {
  readonly workspace: Workspace;
  readonly terraform: StackTerraform;
  /** How the CDKTF CLI is run. */
  readonly cli: CliOptions;
}

export interface DeploymentOptions {
  readonly folder: string;
  readonly tools: Tools;
  /** Of the local AWS. */
  readonly endpointUrl: string;
  readonly region: string;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** Three times as long as all stacks take on a busy machine with two cores. */
const TIMEOUT_MS = 900_000;

/** Makes a deployment's folder, with a home for its tools and a log of all that they say in it. */
export function prepareDeployment(options: DeploymentOptions): Deployment {
  const { folder, tools, endpointUrl, region, signal, onLine } = options;
  const workspace = openWorkspace(folder);
  const home = path.join(folder, "home");
  const environment = {
    ...toolEnvironment(home, tools.mirror),
    ...emulatorVariables(home, { endpointUrl, region }),
    // The CLI finds Terraform by its name.
    PATH: [path.dirname(tools.terraform), process.env.PATH ?? ""].join(path.delimiter),
  };
  const cli = { environment, timeoutMs: TIMEOUT_MS, signal, onLine, logFile: logFileOf(folder) };
  return { workspace, terraform: new StackTerraform(tools.terraform, workspace, cli), cli };
}

/** Where everything that Terraform and the CDKTF CLI say is kept. */
export function logFileOf(folder: string): string {
  return path.join(folder, "terraform.log");
}
