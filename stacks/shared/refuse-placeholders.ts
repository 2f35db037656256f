import { Fn, Op, TerraformLocal, TerraformOutput, type TerraformStack } from "cdktf";
import type { Environment } from "../../environments/schema";

/** The output whose precondition refuses the plan. */
export const KEYS_TO_EDIT = "keys_to_edit";

/**
 * Has Terraform refuse every plan of a stack whose environment file still holds values of the shipped examples. The examples themselves are
 * synthesized, so that everybody can look at them and scan them: docs/decisions/031-examples-are-synthesized-and-not-planned.md.
 *
 * It is the precondition of an output and no resource: it needs no credentials and is part of every plan.
 */
export function refusePlaceholders(stack: TerraformStack & { readonly environment: Environment }): void {
  const { environment } = stack;
  const { placeholders } = environment;
  if (placeholders.length === 0) return;
  const paths = placeholders.map(({ path }) => path);
  const left = new TerraformLocal(stack, "shipped_values", paths);
  const output = new TerraformOutput(stack, KEYS_TO_EDIT, {
    staticId: true,
    description:
      "Keys of the environment file that still hold values of the shipped examples; with one of them nothing is planned.",
    value: left.expression,
  });
  // The framework has the argument in its types and leaves it out of what it writes.
  output.addOverride("precondition", [
    { condition: Op.lt(Fn.lengthOf(left.expression), 1), error_message: refusal(environment) },
  ]);
}

function refusal({ name, placeholders }: Environment): string {
  const lines = placeholders.map(({ path, found }) => `  ${path}: found ${found}`);
  return [
    `The environment ${name} still holds values of the shipped examples (placeholders_left), nothing was planned:`,
    ...lines,
    `What to do: write your own values for these keys in environments/${name}.ts, or remove the environment from environments/index.ts.`,
  ].join("\n");
}
