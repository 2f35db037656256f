import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { findTerraform } from "../../ops/terraform/find-terraform";
import { ALLOWED_TERRAFORM, isAllowedTerraform } from "../../stacks/shared/terraform-version";
import { findProviderMirror, type ProviderMirror } from "./find-provider";

/** What a run of the real Terraform needs. */
export interface Tools {
  readonly terraform: string;
  /** `1.11.4` */
  readonly version: string;
  /** Where providers come from; without one, the public registry. */
  readonly mirror?: ProviderMirror;
}

/** What a run of the real Terraform without a network needs, or the reason why this machine cannot run it. */
export type TerraformOrWhyNot =
  | { readonly terraform: string; readonly mirror: ProviderMirror; readonly whyNot?: never }
  | { readonly whyNot: string };

export function terraformOrWhyNot(): TerraformOrWhyNot {
  const terraform = findTerraform(process.env.PATH);
  if (terraform === undefined) return { whyNot: "there is no terraform on the PATH" };
  const mirror = findProviderMirror({ mirrorDir: process.env.TF_MIRROR_DIR, home: homedir() });
  if (mirror === undefined) {
    return {
      whyNot:
        "no mirror of the AWS provider was found; TF_MIRROR_DIR can name one (the folder above registry.terraform.io)",
    };
  }
  return { terraform, mirror };
}

/** Terraform of a version that the stacks accept, with a mirror where one is found. Throws what is missing and what to do. */
export function findTools(): Tools {
  const terraform = findTerraform(process.env.PATH);
  if (terraform === undefined) {
    throw new Error(
      `there is no terraform on the PATH; allowed: Terraform ${ALLOWED_TERRAFORM}; what to do: install it ` +
        "(https://developer.hashicorp.com/terraform/install), or run npm run rehearse, which does without",
    );
  }
  const version = versionOf(terraform);
  if (!isAllowedTerraform(version)) {
    throw new Error(
      `${terraform} is of a version that the stacks do not accept; found: ${version}; allowed: ${ALLOWED_TERRAFORM}; ` +
        "what to do: put a newer one before it on the PATH",
    );
  }
  const mirror = findProviderMirror({ mirrorDir: process.env.TF_MIRROR_DIR, home: homedir() });
  return { terraform, version, ...(mirror === undefined ? {} : { mirror }) };
}

function versionOf(terraform: string): string {
  // An environment of its own: a configuration that is broken would be complained about in the midst of the answer.
  const environment = { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" };
  const answer = execFileSync(terraform, ["version", "-json"], { encoding: "utf8", timeout: 30_000, env: environment });
  const { terraform_version: version } = JSON.parse(answer) as { readonly terraform_version?: string };
  return version ?? "unknown";
}
