import type { Review, StackReview } from "../model/change";
import { countsOf, hasChanges } from "../model/counts";
import type { Section } from "./section";

/** One row a stack: what happens in it, or why that is not known. */
export function stackTable({ stacks }: Review): Section {
  return {
    head: ["| stack | created | changed | replaced | destroyed | calls repeated | |", "|---|--:|--:|--:|--:|--:|---|"],
    items: stacks.map(row),
    what: "stacks",
    isTable: true,
  };
}

function row(stack: StackReview): string {
  const { created, changed, replaced, destroyed, calls } = countsOf(stack.changes);
  const numbers = [created, changed, marked(replaced), marked(destroyed), calls].map((count) =>
    count === 0 ? "" : count,
  );
  return `| \`${stack.id}\` | ${numbers.join(" | ")} | ${remark(stack)} |`;
}

function marked(count: number): string | number {
  return count === 0 ? 0 : `**${count}**`;
}

function remark(stack: StackReview): string {
  switch (stack.kind) {
    case "failed":
      return "**could not be planned**, see below";
    case "waiting":
      if (stack.newOutputs === undefined) return `after \`${stack.upstream}\`, which was never deployed`;
      return `**review again after \`${stack.upstream}\`**: it reads what that stack does not give yet; ${stack.isDeployed ? "what is there already may change, too" : "its first deployment"}`;
    case "planned": {
      if (stack.outdatedBy.length > 0) {
        const upstream = stack.outdatedBy.map((id) => `\`${id}\``).join(", ");
        return `**review again after ${upstream}**: planned with values that it is about to change`;
      }
      if (!hasChanges(stack)) return "nothing to do";
      return stack.changes.every(({ action }) => action === "none") ? "outputs or tags" : "";
    }
  }
}
