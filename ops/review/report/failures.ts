import { maskText } from "../masking/looks-secret";
import type { Review } from "../model/change";
import type { Section } from "./section";

const MAX_CHARACTERS = 1_500;

/** Stacks whose plan failed, with what Terraform said. */
export function failures({ stacks }: Review): readonly Section[] {
  const failed = stacks.flatMap((stack) => (stack.kind === "failed" ? [stack] : []));
  if (failed.length === 0) return [];
  return [
    {
      title: "## ❌ Not planned",
      head: [],
      items: failed.map(({ id, error }) => `- \`${id}\`: ${maskText("error", error).slice(0, MAX_CHARACTERS)}`),
      what: "stacks",
    },
  ];
}
