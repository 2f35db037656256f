import { rule, text } from "./rules";

const ROLE = /^arn:aws(?:-[a-z]+)*:iam::(\d{12}):role\/[\w+=,.@/-]{1,576}$/;

/** The ARN of an IAM role. */
export const roleArnSchema = text(
  ROLE,
  "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>",
  "copy the role's ARN",
);

/** The account that a role belongs to; undefined when the text is no role's ARN. */
export function accountOfRole(arn: string): string | undefined {
  return ROLE.exec(arn)?.[1];
}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

/** The ARN of a KMS key, as Terraform's S3 backend takes it. An alias is no key: it can be moved to another one. */
export const keyArnSchema = text(
  new RegExp(`^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\\d{12}:key/(${UUID}|mrk-[0-9a-f]{32})$`),
  "the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>",
  "copy the key's ARN",
);

/** The broken rule of a role that belongs to another account than the environment's. */
export function foreignRoleProblem(accountId: string): string {
  return rule(`a role of the account ${accountId}`, "name a role of this account, or correct accountId");
}
