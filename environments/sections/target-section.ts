import { z } from "zod";
import { keyArnSchema, roleArnSchema } from "../values/arns";
import { rule, section, text } from "../values/rules";

const region = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** The name of an AWS region. */
export const regionSchema = text(
  region,
  "the name of an AWS region, such as eu-west-1",
  "write the region's name",
).refine((found) => !found.startsWith("cn-"), {
  error: rule(
    "a region outside China, whose service names and certificates have not been tried with these stacks",
    "choose another region",
  ),
});

/** The environment's AWS account. The provider refuses credentials of any other account. */
export const accountIdSchema = text(
  /^\d{12}$/,
  "12 digits, as text",
  "write the account id that `aws sts get-caller-identity` shows",
);

const aws = section({
  /** `aws`, or `emulator`: an AWS emulator on this machine, named by AWS_ENDPOINT_URL; the state is in local files. */
  kind: z.literal("aws"),
  /** The bucket for the Terraform state. It must exist, with versioning and encryption. */
  stateBucket: text(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
    "write the name of the bucket that keeps the Terraform state",
  ),
  /** The bucket's region, if it is not the environment's. */
  stateRegion: regionSchema.optional(),
  /** Prefix of the key of every state: `<prefix>/<stack>.tfstate`. Without it the key is `<stack>.tfstate`. */
  statePrefix: text(
    /^(?=.{1,200}$)[\w.-]+(\/[\w.-]+)*$/,
    "letters, digits, _ . - and single slashes between them, such as databases/shop",
    "write the prefix without a slash at either end",
  ).optional(),
  /** The KMS key that encrypts the states, if it is not the bucket's key. */
  stateKeyArn: keyArnSchema.optional(),
  /** The role that reads and writes the states, if the permissions of Terraform's caller are not enough. */
  stateRole: roleArnSchema.optional(),
});

/** An AWS emulator on this machine, named by AWS_ENDPOINT_URL; the state is in local files. */
const emulator = section({
  /** An emulator. */
  kind: z.literal("emulator"),
});

/** Where the environment is deployed. */
export const targetSection = z.discriminatedUnion("kind", [aws, emulator], {
  error: rule(
    '{ kind: "aws", stateBucket: "..." } or { kind: "emulator" }',
    "say whether the environment is deployed to AWS or to an emulator on this machine",
  ),
});
