import type { EffectKind, ResourceEffect } from "./plan-effect";

const HEADINGS: readonly (readonly [RegExp, EffectKind])[] = [
  [/will be created$/, "create"],
  [/will be updated in-place$/, "update"],
  [/(?:must be replaced|will be replaced, as requested)$/, "replace"],
  [/will be destroyed$/, "delete"],
  [/will no longer be managed by Terraform, but will not be destroyed$/, "forget"],
];

/** What stands below a plan that changes outputs alone. */
const OUTPUTS_ONLY = /without changing any\s+real infrastructure\.$/m;

/**
 * What a plan would do, read from what `terraform plan -no-color` printed: `terraform show -json` starts the provider once more, which takes
 * almost as long as the plan itself. The form is for people and may change with Terraform, so what was read is counted against the line
 * "Plan: …". Undefined where that differs; `show -json` tells it then.
 */
export function printedEffect(printed: string): readonly ResourceEffect[] | undefined {
  if (OUTPUTS_ONLY.test(printed)) return [];
  const [, text = ""] = printed.split(/^Terraform will perform the following actions:$/m);
  const effect: ResourceEffect[] = [];
  let attributes: Set<string> | undefined;
  for (const line of text.split("\n")) {
    const [, address, words] = /^ {2}# (\S+) (?:\([^)]*\) )?(.*)$/.exec(line) ?? [];
    const kind = HEADINGS.find(([heading]) => words !== undefined && heading.test(words))?.[1];
    if (address !== undefined && kind !== undefined) {
      attributes = new Set();
      effect.push({ kind, address, attributes: [...attributes] });
    }
    const [, attribute] = /^ {6}[~+-] "?([\w-]+)"?\s+[={]/.exec(line) ?? [];
    const last = effect.at(-1);
    if (attribute === undefined || last?.kind !== "update") continue;
    attributes?.add(attribute);
    effect[effect.length - 1] = { ...last, attributes: [...(attributes ?? [])].sort() };
  }
  if (!isCounted(text, effect)) return undefined;
  return effect.sort((one, other) => one.address.localeCompare(other.address));
}

/** Whether the effect is as large as the plan's own last line says. A replacement is counted as an addition and a deletion there. */
function isCounted(text: string, effect: readonly ResourceEffect[]): boolean {
  const found = /^Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy\./m.exec(text);
  if (found === null) return false;
  const count = (...kinds: readonly EffectKind[]): number => effect.filter(({ kind }) => kinds.includes(kind)).length;
  const counted = [count("create", "replace"), count("update"), count("delete", "replace")];
  return counted.join() === found.slice(1, 4).map(Number).join();
}
