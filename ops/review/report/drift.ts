import { differences } from "../attributes/difference";
import { differenceText } from "../attributes/value-text";
import type { Review } from "../model/change";
import type { Section } from "./section";

const MAX_LINES = 6;

/** Changes outside Terraform since the last apply. */
export function drift({ stacks }: Review): readonly Section[] {
  const drifted = stacks.flatMap((stack) => (stack.kind === "planned" ? stack.drift : []));
  if (drifted.length === 0) return [];
  const items = drifted.map(({ stack, address, action, before, after }) => {
    if (action === "delete") return `- \`${address}\` in \`${stack}\` is gone`;
    const found = differences(before, after)
      .slice(0, MAX_LINES)
      .map((difference) => `  - ${differenceText(difference)}`);
    return [`- \`${address}\` in \`${stack}\` was changed`, ...found].join("\n");
  });
  return [{ title: "## Changed outside Terraform", head: [], items, what: "resources" }];
}
