import type { ITerraformDependable } from "cdktf";

/** The function that rotates app secrets, as whatever calls it sees it. */
export interface Rotator {
  readonly arn: string;
  /** What Terraform calls it by. */
  readonly functionName: string;
  /** Its plain name, as metrics and dashboards know it. */
  readonly name: string;
  /** What must be there before anybody calls it: its rights. */
  readonly ready: readonly ITerraformDependable[];
  /** The function that is made here; undefined for an existing one, of which nothing more is known. */
  readonly own?: {
    /** SHA-256 of its code in base64. */
    readonly codeSha256: string;
    /** SHA-256 over the files of its package. */
    readonly codeDigest: string;
    /** SHA-256 of its role, network and settings, as Terraform calculates it: another one means that they changed. */
    readonly configuration: string;
    readonly timeoutSeconds: number;
    readonly logGroupName: string;
  };
}

/** A function that exists already. Its code, rights, network and log are its own business. */
export function existingRotator(arn: string): Rotator {
  return { arn, functionName: arn, name: arn.slice(arn.lastIndexOf(":") + 1), ready: [] };
}
