import { existsSync } from "node:fs";
import type { Environment } from "../../environments/schema";
import { blocks, type Finding, good, warns } from "./finding";

/** What the machine says. */
export interface Machine {
  /** `v24.1.0` */
  readonly node: string;
  /** What `terraform version` prints first; undefined where there is no Terraform. */
  readonly terraform: string | undefined;
  /** The lock file of the providers. */
  readonly lockFile: string;
}

const MIN_NODE = [20, 9] as const;
const MIN_TERRAFORM = [1, 10] as const;

/** What needs no AWS account: the environment's file, and the programs on this machine. */
export function localChecks(environment: Environment, machine: Machine): readonly Finding[] {
  return [
    ...placeholders(environment),
    version("Node", machine.node, MIN_NODE, "install the version in .nvmrc"),
    machine.terraform === undefined
      ? blocks("Terraform", "no terraform on the PATH", "install Terraform 1.10 or later, below 2")
      : version("Terraform", machine.terraform, MIN_TERRAFORM, "install Terraform 1.10 or later, below 2"),
    existsSync(machine.lockFile)
      ? good("provider versions", `locked by ${machine.lockFile}`)
      : warns(
          "provider versions",
          "no lock file: each machine installs the newest that fits",
          `npm run lock-providers -- ${environment.name}, and commit the file`,
        ),
    ...weakened(environment),
  ];
}

function placeholders({ name, placeholders: found }: Environment): readonly Finding[] {
  if (found.length === 0)
    return [good("environment file", `environments/${name}.ts: no value of the shipped examples is left`)];
  return found.map(({ path, found: what }) =>
    blocks("environment file", `${path} is ${what}`, `write your own in environments/${name}.ts`),
  );
}

function version(program: string, found: string, [major, minor]: readonly [number, number], remedy: string): Finding {
  const [, foundMajor = 0, foundMinor = 0] = /(\d+)\.(\d+)/.exec(found)?.map(Number) ?? [];
  const isNew = foundMajor > major || (foundMajor === major && foundMinor >= minor);
  const isTooNew = program === "Terraform" && foundMajor >= 2;
  return isNew && !isTooNew
    ? good(program, found.trim())
    : blocks(program, `${found.trim()}; needed: ${major}.${minor} or later`, remedy);
}

function weakened({ name, weakened: choices }: Environment): readonly Finding[] {
  if (choices.length === 0) return [];
  return [
    good(
      "protections",
      `${choices.length} are off by choice, each with its reason in environments/${name}.ts: ${choices.map(({ path }) => path).join(", ")}`,
    ),
  ];
}
