import { asObject } from "../../../stacks/guard-rails/json";
import type { Review } from "../model/change";
import type { Finding } from "./finding";

/** The output of each stack that lists the protections that an environment does without. */
const OUTPUT = "weakened_choices";

/** A guard rail's reason that appears, changes or disappears: the environment was weakened, or made safe again. */
export function weakened(review: Review): readonly Finding[] {
  return review.stacks.flatMap((stack) => {
    if (stack.kind !== "planned") return [];
    const change = stack.outputs.find(({ name }) => name === OUTPUT);
    if (change === undefined || isNew(review, change.before)) return [];
    const [before, after] = [asObject(change.before), asObject(change.after)];
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => compared(key, before[key], after[key], `${stack.id}: output.${OUTPUT}`));
  });
}

/** In the first deployment every choice is new; the report lists them there in one line. */
function isNew(review: Review, before: unknown): boolean {
  return review.basis === "plan" && (before === null || before === undefined);
}

function compared(key: string, before: unknown, after: unknown, resource: string): readonly Finding[] {
  const resources = [resource];
  if (before === after) return [];
  if (after === undefined) {
    const text = `The protection \`${key}\` is back to its safe value, or what it was about is gone. Its reason was: ${String(before)}.`;
    return [{ code: "protection_restored", severity: "note", headline: `\`${key}\` is safe again`, text, resources }];
  }
  if (before === undefined) {
    const text = `The protection \`${key}\` is given up. Written reason: **${String(after)}**.`;
    return [{ code: "protection_weakened", severity: "danger", headline: `\`${key}\` is weakened`, text, resources }];
  }
  const text = `The reason for \`${key}\` changes: ${String(before)} → ${String(after)}.`;
  return [{ code: "reason_changes", severity: "note", headline: `the reason for \`${key}\` changes`, text, resources }];
}
