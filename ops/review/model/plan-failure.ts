import type { FailedStack, WaitingStack } from "./change";
import type { SynthesizedStack } from "./synthesized";

/** How Terraform says that the state of another stack is not there. */
const NO_STATE = /Unable to find remote state/;
const UPSTREAM = /terraform_remote_state\.cross-stack-reference-input-([\w-]+)/;

/**
 * Why a stack has no plan. Terraform cannot plan a stack whose upstream was never deployed: that is no failure, and the synthesized
 * file says what its first deployment makes.
 *
 * @param output what Terraform printed, on both channels
 */
export function readFailure(stack: SynthesizedStack, output: string): WaitingStack | FailedStack {
  const [, upstream] = NO_STATE.test(output) ? (UPSTREAM.exec(output.slice(output.search(NO_STATE))) ?? []) : [];
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

/** The errors that Terraform printed, with or without boxes, each once, as one line. Without any, the end of the output. */
export function errorsIn(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.replace(/^[\s│╷╵]*/, "").trim())
    // Where it stands in the synthesized file helps nobody: the address does.
    .filter((line) => !/^on \S*cdk\.tf\.json line \d+/.test(line) && !/^\d+:( |$)/.test(line));
  const parts = lines.join("\n").split(/\n(?=Error: |Warning: )/);
  const errors = [...new Set(parts.filter((part) => part.startsWith("Error: ")))];
  const text = errors.length === 0 ? output.slice(-1_000) : errors.join("\n");
  return text.replace(/\s+/g, " ").trim();
}
