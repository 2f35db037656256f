import { LocalError } from "../terminal/error";
import { type Deployment, prepareDeployment } from "../terraform/prepare";
import { StackTerraform } from "../terraform/stack-terraform";
import { findTools } from "../terraform/terraform-or-why-not";
import { openWorkspace, STACKS, type StackName } from "../terraform/workspace";
import type { KeptPaths } from "./paths";
import { requireRunning } from "./pid-file";

/** The deployment to the local AWS that is running. Throws `not_running`, or what is missing on this machine. */
export function deployment(paths: KeptPaths, signal: AbortSignal, onLine?: (line: string) => void): Deployment {
  const { url, region } = requireRunning(paths);
  const folder = paths.deployment;
  const options = { folder, tools: findTools(), endpointUrl: url, region, signal };
  return prepareDeployment(onLine === undefined ? options : { ...options, onLine });
}

/** What is deployed, as the states say it. Needs no Terraform on this machine. */
export function deployedState(paths: KeptPaths): Pick<StackTerraform, "resources" | "output"> {
  return new StackTerraform("terraform", openWorkspace(paths.deployment), { environment: {}, timeoutMs: 0 });
}

/** The stack that a person names: `network` and `local-network` alike. Throws `bad_command`. */
export function stackNamed(name: string): StackName {
  const found = STACKS.find((stack) => stack === name || stack === `local-${name}`);
  if (found !== undefined) return found;
  throw new LocalError(
    "bad_command",
    `there is no stack ${JSON.stringify(name.slice(0, 60))}; allowed: ${STACKS.join(", ")}, or none for all of them`,
  );
}
