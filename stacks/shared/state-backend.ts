import type { Environment } from "../../environments/schema";
import { type StackPart, stackId } from "./naming";

type AwsTarget = Extract<Environment["target"], { readonly kind: "aws" }>;

/** The arguments of Terraform's backend `s3` for the state of one stack, under Terraform's own names. */
export interface S3StateSettings {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly encrypt: true;
  readonly use_lockfile: true;
  readonly kms_key_id?: string;
  readonly assume_role?: { readonly role_arn: string };
}

/** One object a stack, so that a role for the bastion need not read the state of the database. */
export function s3StateSettings(
  environment: Pick<Environment, "name" | "region">,
  target: AwsTarget,
  part: StackPart,
): S3StateSettings {
  return {
    bucket: target.stateBucket,
    key: [target.statePrefix ?? [], `${stackId(environment, part)}.tfstate`].flat().join("/"),
    region: target.stateRegion ?? environment.region,
    encrypt: true,
    use_lockfile: true,
    ...(target.stateKeyArn === undefined ? {} : { kms_key_id: target.stateKeyArn }),
    ...(target.stateRole === undefined ? {} : { assume_role: { role_arn: target.stateRole } }),
  };
}
