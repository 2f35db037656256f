import { loadEnvironments } from "../../environments";
import { findTerraform } from "../../ops/terraform/find-terraform";
import { STACK_PARTS } from "../../stacks/shared/naming";
import { ALLOWED_TERRAFORM } from "../../stacks/shared/terraform-version";

/** Commands that run Terraform in the folders of stacks. */
const RUNS_TERRAFORM: ReadonlySet<string> = new Set(["deploy", "diff", "destroy"]);

/**
 * Why the CDKTF CLI cannot do a command, or undefined when it can try. The CLI says `execvp(3) failed` where Terraform is missing, and does
 * not name the stacks that there are.
 */
export function refusalOf(
  command: string,
  args: readonly string[],
  { searchPath }: { readonly searchPath: string | undefined },
): string | undefined {
  if (!RUNS_TERRAFORM.has(command) || args.some((arg) => arg === "--help" || arg === "-h")) return undefined;
  if (findTerraform(searchPath) === undefined) {
    return (
      `${command}: there is no terraform on the PATH; allowed: Terraform ${ALLOWED_TERRAFORM}; ` +
      "what to do: install it (https://developer.hashicorp.com/terraform/install)"
    );
  }
  return wrongStack(command, args);
}

function wrongStack(command: string, args: readonly string[]): string | undefined {
  const names = Object.keys(loadEnvironments());
  const stacks = names.flatMap((name) => STACK_PARTS.map((part) => `${name}-${part}`));
  const isOption = args.findIndex((arg) => arg.startsWith("-"));
  const named = isOption === -1 ? args : args.slice(0, isOption);
  const unknown = named.filter((one) => !stacks.some((stack) => patternOf(one).test(stack)));
  const remedy = `what to do: npm run ${command} -- '${names[0]}-*' names all stacks of an environment`;
  const allowed = `allowed: ${names.map((name) => `${name}-*`).join(", ")}, or with ${STACK_PARTS.join(", ")} for *`;
  if (unknown.length > 0) return `${command}: no stack is called ${unknown.join(", ")}; ${allowed}; ${remedy}`;
  if (args.length === 0) return `${command}: no stack is named; ${allowed}; ${remedy}`;
  return undefined;
}

/** As the CLI understands the patterns that the pages print: `*` stands for any characters. */
function patternOf(words: string): RegExp {
  return new RegExp(`^${words.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
}
