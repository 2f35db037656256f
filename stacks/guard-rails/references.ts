import type { EnvironmentModel, ModelResource } from "./environment-model";
import { textsIn } from "./json";

/** How the framework names the state of another stack, and what it hands over. */
const REMOTE_VALUE = /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g;

const ADDRESS = /(?<![\w.-])((?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+)/g;

/**
 * The resources whose attributes stand in a value, in the same stack or over the outputs of another one. Order
 * (`depends_on`) is no use of a resource.
 *
 * @param value a whole resource's values, or one of them
 */
export function referencedBy(environment: EnvironmentModel, stackId: string, value: unknown): readonly ModelResource[] {
  const found = [...textsIn(value)]
    .filter(({ keys }) => keys.at(-1) !== "depends_on")
    .flatMap(({ text }) => expressionsIn(text))
    .flatMap((expression) => [
      ...inOtherStacks(environment, expression),
      ...addressesIn(environment, stackId, expression.replace(REMOTE_VALUE, "")),
    ]);
  return [...new Set(found)];
}

/**
 * The resources whose attributes stand in some arguments of other resources. A rule that asks this of many resources takes the set
 * once, so that its work grows with the resources and not with their square.
 */
export function referencedFrom(
  environment: EnvironmentModel,
  resources: readonly ModelResource[],
  ...args: readonly string[]
): ReadonlySet<ModelResource> {
  return new Set(
    resources.flatMap(({ stack, values }) => args.flatMap((name) => referencedBy(environment, stack, values[name]))),
  );
}

/** True when some attribute of `target` stands in the value. */
export function refersTo(
  environment: EnvironmentModel,
  stackId: string,
  value: unknown,
  target: ModelResource,
): boolean {
  return referencedBy(environment, stackId, value).includes(target);
}

/** What stands between `${` and `}`: braces inside belong to it. */
export function expressionsIn(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
    // `$${` is the text `${` and no expression.
    if (text[at - 1] === "$") continue;
    let depth = 1;
    let end = at + 2;
    for (; end < text.length && depth > 0; end += 1) {
      if (text[end] === "{") depth += 1;
      if (text[end] === "}") depth -= 1;
    }
    found.push(text.slice(at + 2, end - 1));
    at = end - 2;
  }
  return found;
}

function inOtherStacks(environment: EnvironmentModel, expression: string): readonly ModelResource[] {
  return [...expression.matchAll(REMOTE_VALUE)].flatMap(([, stackId = "", output = ""]) => {
    const stack = environment.stack(stackId);
    return stack === undefined ? [] : referencedBy(environment, stackId, stack.outputs[output]);
  });
}

function addressesIn(environment: EnvironmentModel, stackId: string, expression: string): readonly ModelResource[] {
  return [...expression.matchAll(ADDRESS)].flatMap(([address]) => environment.resourceAt(stackId, address) ?? []);
}
