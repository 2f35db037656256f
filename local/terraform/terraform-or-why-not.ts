import { homedir } from "node:os";
import { findProviderMirror, type ProviderMirror } from "./find-provider";
import { findTerraform } from "./find-terraform";

/** What a run of the real Terraform needs, or the reason why this machine cannot run it. */
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
