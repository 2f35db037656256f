import { existsSync } from "node:fs";
import type { Environment } from "../../environments/schema";
import { ALLOWED_TERRAFORM, isAllowedTerraform } from "../../stacks/shared/terraform-version";
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

/** What needs no AWS account: the environment's file, and the programs on this machine. */
export function localChecks(environment: Environment, machine: Machine): readonly Finding[] {
  return [
    ...placeholders(environment),
    nodeVersion(machine.node),
    terraformVersion(machine.terraform),
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

function nodeVersion(found: string): Finding {
  const [minMajor, minMinor] = MIN_NODE;
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(found)?.map(Number) ?? [];
  return major > minMajor || (major === minMajor && minor >= minMinor)
    ? good("Node", found)
    : blocks("Node", `${found}; needed: ${minMajor}.${minMinor} or later`, "install the version in .nvmrc");
}

function terraformVersion(line: string | undefined): Finding {
  const remedy = `install Terraform ${ALLOWED_TERRAFORM}`;
  if (line === undefined) return blocks("Terraform", "no terraform on the PATH", remedy);
  const found = line.trim();
  return isAllowedTerraform(found)
    ? good("Terraform", found)
    : blocks("Terraform", `${found}; needed: ${ALLOWED_TERRAFORM}`, remedy);
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
