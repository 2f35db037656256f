import type { Action, Attributes } from "../../ops/review/model/change";
import { actionOf, isUnknown } from "../../ops/review/model/read-plan";
import { asList, asObject } from "../../stacks/guard-rails/json";

/** What a plan does to one resource. */
export type EffectKind = Exclude<Action, "none">;

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
  return asList(asObject(plan).resource_changes)
    .map(asObject)
    .flatMap(({ address, change }): ResourceEffect[] => {
      const { actions, before, after, after_unknown } = asObject(change);
      const kind = actionOf(actions);
      if (typeof address !== "string" || kind === "none") return [];
      const attributes = kind === "update" ? differingKeys(asObject(before), asObject(after), after_unknown) : [];
      return [{ kind, address, attributes }];
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

/** The keys at which two sides of a resource differ, in the order of the alphabet; `unknown` marks what only apply can know. */
export function differingKeys(before: Attributes, after: Attributes, unknown: unknown = {}): readonly string[] {
  const marks = asObject(unknown);
  return Object.keys({ ...before, ...after, ...marks })
    .filter((key) => isUnknown(marks[key]) || JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .sort();
}
