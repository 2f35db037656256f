import { errorsIn } from "../../terraform/errors-in";
import type { Attributes, FailedStack, ResourceChange, WaitingStack } from "./change";
import type { SynthesizedStack } from "./synthesized";

/** How Terraform says that the state of another stack is not there. */
const NO_STATE = /Unable to find remote state/;
const UPSTREAM = /terraform_remote_state\.cross-stack-reference-input-([\w-]+)/;
/** How it says that the state of the other stack is there, and an output is not in it. */
const NO_OUTPUT = new RegExp(`${UPSTREAM.source}\\.outputs is object with [^]*?attribute named "([^"]+)"`);
/** How it says that the first deployment of the other stack was interrupted: outputs are written at its end. */
const NO_OUTPUTS = new RegExp(`${UPSTREAM.source}\\.outputs is object with no attributes`);

/**
 * Why a stack has no plan. Terraform cannot plan a stack whose upstream was never deployed, or not to its end, or gets an output only now that
 * this stack reads: that is no failure, and the synthesized file says what comes.
 *
 * @param output what Terraform printed, on both channels
 * @param stacks all of the environment
 * @param deployed what is in the stack's state, by address
 */
export function readFailure(
  stack: SynthesizedStack,
  output: string,
  {
    stacks,
    deployed,
  }: { readonly stacks: readonly SynthesizedStack[]; readonly deployed: ReadonlyMap<string, Attributes> },
): WaitingStack | FailedStack {
  const named = NO_STATE.test(output) ? UPSTREAM.exec(output.slice(output.search(NO_STATE))) : NO_OUTPUTS.exec(output);
  const news = named === null ? newOutputs(output, stacks) : undefined;
  const upstream = named?.[1] ?? news?.upstream;
  if (upstream === undefined) return { kind: "failed", id: stack.id, error: errorsIn(output), changes: [] };
  return {
    kind: "waiting",
    id: stack.id,
    upstream,
    ...(news === undefined ? {} : { newOutputs: news.outputs }),
    isDeployed: deployed.size > 0,
    changes: comingAndGoing(stack, deployed),
  };
}

/** Where each error is an output that its stack is about to get. Any other error is one that no order of deployments heals. */
function newOutputs(output: string, stacks: readonly SynthesizedStack[]) {
  const found = output
    .split("Error: ")
    .slice(1)
    .map((error) => {
      const [, id, name = ""] = NO_OUTPUT.exec(error) ?? [];
      const upstream = stacks.find((stack) => stack.id === id);
      return upstream !== undefined && name in upstream.outputs ? { upstream: upstream.id, name } : undefined;
    });
  const known = found.filter((one) => one !== undefined);
  // The last one in the order of deployment: before it, there is no plan.
  const last = stacks.findLast(({ id }) => known.some(({ upstream }) => upstream === id));
  if (last === undefined || known.length < found.length) return undefined;
  const names = known.filter(({ upstream }) => upstream === last.id).map(({ name }) => name);
  return { upstream: last.id, outputs: [...new Set(names)] };
}

function comingAndGoing(stack: SynthesizedStack, deployed: ReadonlyMap<string, Attributes>): readonly ResourceChange[] {
  const coming = [...stack.resources.values()].filter(({ address }) => !deployed.has(address));
  const going = [...deployed].filter(([address]) => !stack.resources.has(address));
  return [
    ...coming.map(({ address, type, name, attributes }) => ({
      ...{ stack: stack.id, address, type, name, replacedBecause: [] },
      action: "create" as const,
      after: attributes,
    })),
    ...going.map(([address, before]) => {
      const [type = "", name = ""] = address.split(/\.(.*)/s);
      return { stack: stack.id, address, type, name, replacedBecause: [], action: "delete" as const, before };
    }),
  ];
}
