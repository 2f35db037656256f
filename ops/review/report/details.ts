import { type Difference, differences } from "../attributes/difference";
import { differenceText } from "../attributes/value-text";
import { type Attributes, type ResourceChange, type Review, type StackReview, UNKNOWN } from "../model/change";
import { countsOf, countsText, isCall } from "../model/counts";
import type { Section } from "./section";

/** Differences that are listed for one resource. */
const MAX_LINES = 12;

const VERBS = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "destroyed",
  forget: "forgotten",
  none: "",
} as const;

/** One folded section a stack, with every resource that changes and what differs in it. */
export function details({ stacks }: Review): readonly Section[] {
  return stacks.flatMap((stack) => {
    const changes = stack.changes.filter(({ action }) => action !== "none");
    const { updates, creations, tagged } = sorted(changes);
    const items = [
      ...updates.map(changeText),
      ...createdTypes(creations),
      ...taggedText(tagged),
      ...outputsText(stack),
    ];
    if (items.length === 0) return [];
    const counts = countsText(countsOf(changes));
    const when = stack.kind !== "waiting" ? "" : stack.isDeployed ? "at least: " : "its first deployment will make: ";
    return [
      {
        head: [],
        items,
        fold: `<code>${stack.id}</code>: ${when}${counts === "" ? "outputs" : counts}`,
        what: "resources",
      },
    ];
  });
}

function sorted(changes: readonly ResourceChange[]) {
  const isTagged = (change: ResourceChange): boolean =>
    change.action === "update" && bodyOf(change).length === 0 && tagsOf(change).length > 0;
  return {
    updates: changes.filter((change) => change.action !== "create" && !isTagged(change)),
    creations: changes.filter(({ action }) => action === "create"),
    tagged: changes.filter(isTagged),
  };
}

/** Differences of a change but for tags that follow from the provider's: they are told once for all resources. */
function bodyOf({ before, after }: ResourceChange): readonly Difference[] {
  return differences(withoutAllTags(before), withoutAllTags(after));
}

function tagsOf({ before, after }: ResourceChange): readonly Difference[] {
  return differences(before?.tags_all, after?.tags_all, "tags");
}

function withoutAllTags(attributes: Attributes | undefined): Attributes {
  const { tags_all: _, ...rest } = attributes ?? {};
  return rest;
}

function changeText(change: ResourceChange): string {
  const { address, action, before, after } = change;
  const verb = isCall(change) && action === "replace" ? "called again" : VERBS[action];
  if (action === "delete" || action === "forget") return `- **${verb}** \`${address}\``;
  const computed = action === "replace" ? Object.keys(before ?? {}).filter((key) => after?.[key] === undefined) : [];
  const found = bodyOf(change).filter(
    ({ path }) => !computed.some((key) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`)),
  );
  const open = found.filter(isOpen);
  const known = found.filter((difference) => !isOpen(difference));
  const lines = known.slice(0, MAX_LINES).map((difference) => `  - ${differenceText(difference)}`);
  const more = known.length > MAX_LINES ? [`  - … and ${known.length - MAX_LINES} more differences`] : [];
  const isHidden = action === "update" && found.length === 0;
  const hidden = !isHidden ? [] : ["  - only in sensitive values, or in the order of a list"];
  const later = open.length === 0 ? [] : [`  - known after apply: ${open.map(({ path }) => `\`${path}\``).join(", ")}`];
  return [`- **${verb}** \`${address}\``, ...lines, ...more, ...later, ...hidden].join("\n");
}

/** Only apply knows the new value; the synthesized file has a reference there. */
function isOpen(difference: Difference): boolean {
  if (!("after" in difference)) return false;
  const { before, after } = difference;
  return (
    typeof after === "string" && (after === UNKNOWN || /^\$\{[^}]*\}$/.test(after)) && !String(before).startsWith("${")
  );
}

function createdTypes(creations: readonly ResourceChange[]): readonly string[] {
  const types = [...new Set(creations.map(({ type }) => type))].sort();
  return types.map((type) => {
    const names = creations.filter((one) => one.type === type).map(({ name }) => `\`${name}\``);
    return `- **created** \`${type}\`: ${names.join(", ")}`;
  });
}

function taggedText(tagged: readonly ResourceChange[]): readonly string[] {
  const [first] = tagged;
  if (first === undefined) return [];
  const found = tagsOf(first);
  const names = tagged.map(({ address }) => `\`${address}\``).join(", ");
  return [
    `- **changed** in tags only, ${tagged.length} resources: ${found.map(differenceText).join(", ")}\n  - ${names}`,
  ];
}

function outputsText(stack: StackReview): readonly string[] {
  if (stack.kind !== "planned") return [];
  const { defaultTags, outputs } = stack;
  const tags = defaultTags === undefined ? [] : differences(defaultTags.before, defaultTags.after, "tags");
  return [
    ...tags.map((difference) => `- **tags** of every resource: ${differenceText(difference)}`),
    // The framework marks values between stacks as sensitive, so they tell a reader nothing.
    ...outputs
      .filter(({ name }) => !name.startsWith("cross-stack-output-"))
      .flatMap(({ name, before, after }) => {
        const found = differences(before, after, name).slice(0, MAX_LINES);
        return found.length === 0
          ? [`- **output** \`${name}\``]
          : found.map((difference) => `- **output** ${differenceText(difference)}`);
      }),
  ];
}
