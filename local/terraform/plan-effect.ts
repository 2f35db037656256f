import { isObject } from "./json-object";

/** What a plan does to one resource. `read` is left out: a data source changes nothing. */
export type EffectKind = "create" | "update" | "replace" | "delete" | "forget";

export interface ResourceEffect {
  readonly kind: EffectKind;
  /** `aws_lambda_function.function` */
  readonly address: string;
  /** Of an update: the attributes that differ, in the order of the alphabet. */
  readonly attributes: readonly string[];
}

const SIGNS: Readonly<Record<EffectKind, string>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  forget: ".",
};

/**
 * What a plan (`terraform show -json <file>`) would do to resources, in the order of their addresses.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function planEffect(plan: unknown): readonly ResourceEffect[] {
  const changes = isObject(plan) && Array.isArray(plan.resource_changes) ? plan.resource_changes : [];
  return changes
    .filter(isObject)
    .flatMap(({ address, change }): ResourceEffect[] => {
      if (typeof address !== "string" || !isObject(change)) return [];
      const kind = kindOf(change.actions);
      return kind === undefined ? [] : [{ kind, address, attributes: kind === "update" ? changedIn(change) : [] }];
    })
    .sort((one, other) => one.address.localeCompare(other.address));
}

/** One line as Terraform's own plans begin them: `~ aws_lambda_function.function (memory_size)`. */
export function effectLine({ kind, address, attributes }: ResourceEffect): string {
  return `${SIGNS[kind]} ${address}${attributes.length === 0 ? "" : ` (${attributes.join(", ")})`}`;
}

/**
 * What is wrong with an effect: each line that was not expected, and each expectation that no line meets. An expectation is a line as
 * {@link effectLine} writes it; without attributes it allows any of them, and `*` stands for any characters.
 */
export function effectProblems(effect: readonly ResourceEffect[], expected: readonly string[]): readonly string[] {
  const patterns = expected.map((words) => ({ words, pattern: patternOf(words) }));
  const lines = effect.map(effectLine);
  return [
    ...lines
      .filter((line) => !patterns.some(({ pattern }) => pattern.test(line)))
      .map((line) => `not expected: ${line}`),
    ...patterns
      .filter(({ pattern }) => !lines.some((line) => pattern.test(line)))
      .map(({ words }) => `expected and not planned: ${words}`),
  ];
}

function patternOf(words: string): RegExp {
  const escaped = words.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}${words.endsWith(")") ? "" : "( \\(.*\\))?"}$`);
}

function kindOf(actions: unknown): EffectKind | undefined {
  const all = Array.isArray(actions) ? actions : [];
  if (all.includes("create")) return all.includes("delete") ? "replace" : "create";
  return (["update", "delete", "forget"] as const).find((kind) => all.includes(kind));
}

function changedIn({ before, after, after_unknown: unknown }: Readonly<Record<string, unknown>>): readonly string[] {
  const one = isObject(before) ? before : {};
  const other = isObject(after) ? after : {};
  const notKnown = isObject(unknown) ? unknown : {};
  const keys = new Set([...Object.keys(one), ...Object.keys(other), ...Object.keys(notKnown)]);
  return [...keys]
    .filter((key) => holdsTrue(notKnown[key]) || JSON.stringify(one[key]) !== JSON.stringify(other[key]))
    .sort();
}

function holdsTrue(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === true;
  return Object.values(value).some(holdsTrue);
}
