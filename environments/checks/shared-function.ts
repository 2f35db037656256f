import { z } from "zod";
import type { Problem } from "../problems";
import { rule } from "../values/rules";

/**
 * How many environments have room in the policy of one function: Lambda takes 20,480 bytes, a permission needs up to 450, and the
 * function may have some of its own. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_ENVIRONMENTS_OF_FUNCTION = 40;

/** Environments that name one existing function each add a permission to its policy, and no stack sees the others. */
export function sharedFunctionProblems(
  inputs: readonly (readonly [name: string, input: unknown])[],
): readonly Problem[] {
  const users = new Map<string, string[]>();
  for (const [name, input] of inputs) {
    const arn = functionOf(input);
    if (arn !== undefined) users.set(arn, [...(users.get(arn) ?? []), name]);
  }
  return [...users]
    .filter(([, names]) => names.length > MAX_ENVIRONMENTS_OF_FUNCTION)
    .map(([arn, names]) => ({
      path: `${names[MAX_ENVIRONMENTS_OF_FUNCTION]}.rotationFunction.arn`,
      found: `${JSON.stringify(arn)}, which ${names.length} environments name`,
      rule: rule(
        `up to ${MAX_ENVIRONMENTS_OF_FUNCTION} environments for one function: its policy has no room for more permissions`,
        "let further environments share another function, or make their own",
      ),
    }));
}

const readable = z.object({ rotationFunction: z.object({ arn: z.string() }) });

/** Other checks report what is wrong with the file itself. */
function functionOf(input: unknown): string | undefined {
  return readable.safeParse(input).data?.rotationFunction.arn;
}
