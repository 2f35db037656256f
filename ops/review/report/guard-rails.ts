import { asObject } from "../../../stacks/guard-rails/json";
import { GUARD_RAILS } from "../../../stacks/guard-rails/rules";
import type { SynthesizedStack } from "../model/synthesized";
import type { Section } from "./section";

/** The output of each stack that lists the protections that an environment does without, with their reasons. */
const OUTPUT = "weakened_choices";

/**
 * That all guard rails hold, and which protections the environment gives up by choice, with the written reasons. A broken guard rail never gets here: nothing
 * is synthesized then. What appears and what goes is among the findings.
 */
export function guardRails(after: readonly SynthesizedStack[]): readonly Section[] {
  if (after.length === 0) return [];
  const choices = after.flatMap(({ outputs }) => Object.entries(asObject(outputs[OUTPUT])));
  const reasons = [...new Map(choices.map(([name, reason]) => [name, String(reason)]))].sort();
  const count = reasons.length === 0 ? "no protection is off" : `${reasons.length} protections are off by choice`;
  return [
    {
      head: [],
      items: reasons.map(([name, reason]) => `- \`${name}\`: ${reason}`),
      fold: `Guard rails: all ${GUARD_RAILS.length} hold; ${count}`,
      what: "protections",
    },
  ];
}
