import path from "node:path";
import { asObject } from "../../stacks/guard-rails/json";
import { ALLOWED_TERRAFORM } from "../../stacks/shared/terraform-version";
import { DeliveryError } from "../delivery/delivery-error";
import { errorsIn } from "../terraform/errors-in";
import { sideBySide } from "../terraform/side-by-side";
import { lockFileFor, StackRunner, terraformOnPath, terraformVariables } from "../terraform/stack-runner";
import { environmentsIn, readEnvironment, type SynthesizedStack } from "./model/synthesized";
import { synthesizeCheckout } from "./synthesis/synthesize";

export interface OpenOptions {
  readonly project: string;
  readonly environment: string;
  readonly signal: AbortSignal;
  /** Stacks that are synthesized already; otherwise this project's, into `cdktf.out`. */
  readonly synthesizedFolder?: string;
  /** Which Terraform runs, and with what in its environment; otherwise the one on the PATH, with this process's. */
  readonly terraform?: { readonly program: string; readonly variables: Readonly<Record<string, string>> };
  readonly onLine?: (line: string) => void;
  /** False: `terraform init` is not run. */
  readonly isInitialized?: boolean;
}

/** An environment whose stacks are synthesized and initialized. */
export interface OpenEnvironment {
  readonly outFolder: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly SynthesizedStack[];
  readonly runner: StackRunner;
  folderOf(stackId: string): string;
}

/**
 * Synthesizes an environment and, unless told otherwise, runs `terraform init` in each of its stacks.
 *
 * @throws DeliveryError `unknown_environment`, `terraform_missing`, `terraform_failed`, `synthesis_failed`
 */
export async function openEnvironment(options: OpenOptions): Promise<OpenEnvironment> {
  const { project, environment, signal, onLine } = options;
  const outFolder = options.synthesizedFolder ?? path.join(project, "cdktf.out");
  const terraform = options.terraform?.program ?? terraformOnPath();
  if (terraform === undefined) {
    throw new DeliveryError(
      "terraform_missing",
      `there is no terraform on the PATH; allowed: Terraform ${ALLOWED_TERRAFORM}; what to do: install it (https://developer.hashicorp.com/terraform/install)`,
    );
  }
  if (options.synthesizedFolder === undefined) await synthesizeCheckout(project, outFolder, signal);
  const stacks = readEnvironment(outFolder, environment);
  if (stacks.length === 0) {
    throw new DeliveryError(
      "unknown_environment",
      `there is no environment called ${environment}; allowed: ${environmentsIn(outFolder).join(", ")}`,
    );
  }
  const variables = options.terraform?.variables ?? terraformVariables(process.env);
  const runner = new StackRunner({ terraform, variables, signal, ...(onLine === undefined ? {} : { onLine }) });
  const folderOf = (id: string): string => path.join(outFolder, "stacks", id);
  const init = async (stack: SynthesizedStack): Promise<void> => {
    const run = await runner.init(folderOf(stack.id), lockFileFor(isEmulated(stack)));
    if (run.exitCode === 0) return;
    throw new DeliveryError("terraform_failed", `terraform init of ${stack.id} failed: ${errorsIn(run.output)}`);
  };
  const opened = { outFolder, stacks, runner, folderOf };
  if (options.isInitialized === false) return opened;
  // The first fills the cache of providers, which must not be filled by two at a time; the others only read it.
  const [first, ...others] = stacks;
  if (first !== undefined) await init(first);
  await sideBySide(others, init);
  return opened;
}

function isEmulated({ terraform }: SynthesizedStack): boolean {
  return asObject(terraform.backend).local !== undefined;
}
