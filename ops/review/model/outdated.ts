import type { PlannedStack, StackReview } from "./change";
import type { SynthesizedStack } from "./synthesized";

/**
 * Marks the plans that were made with outputs of another stack which that stack's own plan changes. Terraform does not notice: it read
 * the state as it is now. Such a plan is applied by nobody; the stack is planned again after its upstream.
 */
export function markOutdated(
  stacks: readonly StackReview[],
  synthesized: readonly SynthesizedStack[],
): readonly StackReview[] {
  const marked: StackReview[] = [];
  for (const stack of stacks) {
    const reads = synthesized.find(({ id }) => id === stack.id)?.reads ?? {};
    const outdatedBy = marked.flatMap((upstream) =>
      upstream.kind === "planned" && changesWhatIsRead(upstream, reads[upstream.id] ?? []) ? [upstream.id] : [],
    );
    marked.push(stack.kind === "planned" && outdatedBy.length > 0 ? { ...stack, outdatedBy } : stack);
  }
  return marked;
}

/** A plan that is outdated itself may change more than it says. */
function changesWhatIsRead({ outputs, outdatedBy }: PlannedStack, read: readonly string[]): boolean {
  return (outdatedBy.length > 0 && read.length > 0) || outputs.some(({ name }) => read.includes(name));
}
