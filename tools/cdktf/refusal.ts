import { type Environment, loadEnvironments } from "../../environments";
import { findTerraform } from "../../ops/terraform/find-terraform";
import { STACK_PARTS } from "../../stacks/shared/naming";
import { ALLOWED_TERRAFORM } from "../../stacks/shared/terraform-version";

/** Commands that run Terraform in the folders of stacks. */
const RUNS_TERRAFORM: ReadonlySet<string> = new Set(["deploy", "diff", "destroy"]);

/** The commands of the sandbox that do the same. */
const ON_THE_LOCAL_AWS: Readonly<Record<string, string>> = {
  deploy: "npm run local -- deploy",
  diff: "npm run local -- plan",
  destroy: "npm run local -- destroy",
};

/** What of this machine decides. */
export interface Surroundings {
  /** PATH. */
  readonly searchPath: string | undefined;
  /** AWS_ENDPOINT_URL. */
  readonly emulatorUrl: string | undefined;
}

/**
 * Why the CDKTF CLI cannot do a command, or undefined when it can try. The CLI says `execvp(3) failed` where Terraform is missing, and does
 * not name the stacks that there are.
 */
export function refusalOf(
  command: string,
  args: readonly string[],
  { searchPath, emulatorUrl }: Surroundings,
): string | undefined {
  if (!RUNS_TERRAFORM.has(command) || args.some((arg) => arg === "--help" || arg === "-h")) return undefined;
  if (findTerraform(searchPath) === undefined) {
    return (
      `${command}: there is no terraform on the PATH; allowed: Terraform ${ALLOWED_TERRAFORM}; ` +
      "what to do: install it (https://developer.hashicorp.com/terraform/install)"
    );
  }
  const isOption = args.findIndex((arg) => arg.startsWith("-"));
  const named = isOption === -1 ? args : args.slice(0, isOption);
  const environments = loadEnvironments();
  return (
    wrongStack(command, named, Object.keys(environments)) ??
    (emulatorUrl ? undefined : withoutEmulator(command, named, Object.values(environments)))
  );
}

function wrongStack(command: string, named: readonly string[], names: readonly string[]): string | undefined {
  const stacks = names.flatMap(stacksOf);
  const unknown = named.filter((one) => !stacks.some((stack) => patternOf(one).test(stack)));
  const remedy = `what to do: npm run ${command} -- '${names[0]}-*' names all stacks of an environment`;
  const allowed = `allowed: ${names.map((name) => `${name}-*`).join(", ")}, or with ${STACK_PARTS.join(", ")} for *`;
  if (unknown.length > 0) return `${command}: no stack is called ${unknown.join(", ")}; ${allowed}; ${remedy}`;
  if (named.length === 0) return `${command}: no stack is named; ${allowed}; ${remedy}`;
  return undefined;
}

/** The provider would ask AWS itself about the stacks of an emulator, with credentials that AWS does not know. */
function withoutEmulator(
  command: string,
  named: readonly string[],
  environments: readonly Environment[],
): string | undefined {
  const isEmulated = (one: string): boolean => {
    const meant = environments.filter(({ name }) => stacksOf(name).some((stack) => patternOf(one).test(stack)));
    return meant.length > 0 && meant.every(({ target }) => target.kind === "emulator");
  };
  const emulated = named.filter(isEmulated);
  if (emulated.length === 0) return undefined;
  return (
    `${command}: ${emulated.join(", ")} is for an AWS emulator, and AWS_ENDPOINT_URL names none; allowed: the address of one; ` +
    `what to do: npm run local -- up, then ${ON_THE_LOCAL_AWS[command] ?? ""}`
  );
}

function stacksOf(environment: string): readonly string[] {
  return STACK_PARTS.map((part) => `${environment}-${part}`);
}

/** As the CLI understands the patterns that the pages print: `*` stands for any characters. */
function patternOf(words: string): RegExp {
  return new RegExp(`^${words.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
}
