import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isObject } from "./json-object";
import type { Overlay } from "./overlay";

/** The environment that is deployed to this machine. */
export const ENVIRONMENT = "local";

/** Its stacks, in the order in which they are deployed. */
export const STACKS = ["local-network", "local-database", "local-bastion", "local-app-secret"] as const;
export type StackName = (typeof STACKS)[number];

/** What the program that is given to the CDKTF CLI reads. */
export interface Choices {
  readonly overlay: Overlay;
  /** Regions whose RDS certificates are packaged: what a change of the function's code is, as far as Terraform can see. */
  readonly packagedRegions: readonly string[];
}

/** One deployed environment's files: synthesized stacks, states, and what differs from the environment's own file. Nothing lies in the project. */
export interface Workspace {
  readonly folder: string;
  /** Synthesized stacks; their states lie beside it, where the `local` environment's backend puts them. */
  readonly outFolder: string;
  /** Where {@link Choices} lie. */
  readonly choicesFile: string;
  readonly zipFile: string;
}

/** The variable that names the choices to `program.ts`. */
export const CHOICES_VARIABLE = "LOCAL_DEPLOYMENT_CHOICES";

/** Makes the folder where it is not there. It is readable by this user only: states are secret material, even where nothing secret is in them. */
export function openWorkspace(folder: string): Workspace {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    folder,
    outFolder: path.join(folder, "cdktf.out"),
    choicesFile: path.join(folder, "choices.json"),
    zipFile: path.join(folder, "rotation-fn.zip"),
  };
}

export function stackFolder({ outFolder }: Workspace, stack: StackName): string {
  return path.join(outFolder, "stacks", stack);
}

export function stateFile({ folder }: Workspace, stack: StackName): string {
  return path.join(folder, `terraform.${stack}.tfstate`);
}

export function writeChoices({ choicesFile }: Workspace, choices: Choices): void {
  writeFileSync(choicesFile, `${JSON.stringify(choices, undefined, 2)}\n`, { mode: 0o600 });
}

/** The choices in a file; without the file none. */
export function readChoices(choicesFile: string): Partial<Choices> {
  let text: string;
  try {
    text = readFileSync(choicesFile, "utf8");
  } catch {
    return {}; // nothing was chosen
  }
  const found: unknown = JSON.parse(text);
  if (!isObject(found)) throw new Error(`${choicesFile} holds no JSON object; remove it and deploy again`);
  return found as Partial<Choices>;
}
