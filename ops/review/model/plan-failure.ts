import { errorsIn } from "../../terraform/errors-in";
import type { FailedStack, WaitingStack } from "./change";
import type { SynthesizedStack } from "./synthesized";

/** How Terraform says that the state of another stack is not there. */
const NO_STATE = /Unable to find remote state/;
const UPSTREAM = /terraform_remote_state\.cross-stack-reference-input-([\w-]+)/;
/** How it says that the first deployment of the other stack was interrupted: outputs are written at its end. */
const NO_OUTPUTS = new RegExp(`${UPSTREAM.source}\\.outputs is object with no attributes`);

/**
 * Why a stack has no plan. Terraform cannot plan a stack whose upstream was never deployed, or not to its end: that is no failure, and the
 * synthesized file says what its first deployment makes.
 *
 * @param output what Terraform printed, on both channels
 */
export function readFailure(stack: SynthesizedStack, output: string): WaitingStack | FailedStack {
  const named = NO_STATE.test(output) ? UPSTREAM.exec(output.slice(output.search(NO_STATE))) : NO_OUTPUTS.exec(output);
  const upstream = named?.[1];
  if (upstream === undefined) return { kind: "failed", id: stack.id, error: errorsIn(output), changes: [] };
  return waitingStack(stack, upstream);
}

/** What the first deployment of a stack makes, from its synthesized file. */
export function waitingStack(stack: SynthesizedStack, upstream: string): WaitingStack {
  const changes = [...stack.resources.values()].map(({ address, type, name, attributes }) => ({
    ...{ stack: stack.id, address, type, name, replacedBecause: [] },
    action: "create" as const,
    after: attributes,
  }));
  return { kind: "waiting", id: stack.id, upstream, changes };
}
