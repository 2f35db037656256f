import type { ResourceChange, Review, StackReview } from "./change";

/** What happens to the resources of a stack, or of several. */
export interface Counts {
  readonly created: number;
  readonly changed: number;
  readonly replaced: number;
  readonly destroyed: number;
  /** Calls of the function that are made again. Terraform prints them as replacements, and nothing is lost by them. */
  readonly calls: number;
}

/**
 * True for a call of the function under CREATE_ONLY: its "replacement" is the same call with another input, and its removal is told to
 * nobody. Under CRUD a removal is a call of its own, which drops database users.
 */
export function isCall({ type, before, after }: ResourceChange): boolean {
  return type === "aws_lambda_invocation" && (after ?? before)?.lifecycle_scope !== "CRUD";
}

/** True when something that exists goes: it is destroyed, or replaced by a new one. */
export function isLoss(change: ResourceChange): boolean {
  return (change.action === "delete" || change.action === "replace") && !isCall(change);
}

export function countsOf(changes: readonly ResourceChange[]): Counts {
  const count = (fits: (change: ResourceChange) => boolean): number => changes.filter(fits).length;
  return {
    created: count(({ action }) => action === "create"),
    changed: count(({ action }) => action === "update" || action === "forget"),
    replaced: count((change) => change.action === "replace" && !isCall(change)),
    destroyed: count((change) => change.action === "delete" && !isCall(change)),
    calls: count((change) => ["delete", "replace"].includes(change.action) && isCall(change)),
  };
}

/** `2 created, 1 replaced`; empty when nothing happens. */
export function countsText({ created, changed, replaced, destroyed, calls }: Counts): string {
  const parts = [
    [created, "created"],
    [changed, "changed"],
    [replaced, "replaced"],
    [destroyed, "destroyed"],
    [calls, calls === 1 ? "call repeated" : "calls repeated"],
  ] as const;
  return parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(", ");
}

/** Nothing of the stack is there yet. A bastion of the mode `none` has outputs only. */
export function isFirstDeployment(stack: StackReview): boolean {
  if (stack.kind === "waiting") return !stack.isDeployed;
  if (stack.kind === "failed") return false;
  const { changes, outputs } = stack;
  if (changes.length > 0) return changes.every(({ action }) => action === "create");
  return outputs.length > 0 && outputs.every(({ before }) => before === undefined || before === null);
}

/** True when something differs: a resource, or an output only. */
export function hasChanges(stack: StackReview): boolean {
  if (stack.kind === "failed") return false;
  if (stack.kind === "waiting") return true;
  const isChanged = stack.changes.some(({ action }) => action !== "none");
  return isChanged || (stack.kind === "planned" && (stack.outputs.length > 0 || stack.defaultTags !== undefined));
}

/** Exit codes of `npm run review`: 0 nothing to do, 2 changes, 3 destroys or replacements, 1 a stack could not be planned. */
export function exitCodeOf(review: Review): 0 | 1 | 2 | 3 {
  if (review.stacks.some(({ kind }) => kind === "failed")) return 1;
  if (review.stacks.some(({ changes }) => changes.some(isLoss))) return 3;
  return review.stacks.some(hasChanges) ? 2 : 0;
}
