import type { Environment } from "../../environments/schema";
import { asObject } from "../../stacks/guard-rails/json";
import { partitionOf } from "../../stacks/shared/naming";
import type { SynthesizedStack } from "../review/model/synthesized";
import type { Permission } from "./policy";
import type { StackPurpose } from "./purposes";

/**
 * The state of one stack in S3, its lock, and the states that it reads. None where the state is a local file.
 * https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function statePermissions(
  purpose: StackPurpose,
  environment: Environment,
  stack: SynthesizedStack,
  all: readonly SynthesizedStack[],
): readonly Permission[] {
  const { target, region } = environment;
  if (target.kind !== "aws") return [];
  const bucket = `arn:${partitionOf(region)}:s3:::${target.stateBucket}`;
  const key = keyOf(environment, stack);
  const upstream = all.filter(({ id }) => stack.reads[id] !== undefined).map((each) => keyOf(environment, each));
  const object = (name: string): string => `${bucket}/${name}`;
  return [
    {
      what: "FindTheState",
      actions: ["s3:ListBucket"],
      resources: [bucket],
      condition: { StringEquals: { "s3:prefix": [key, ...upstream] } },
    },
    { what: "ReadStates", actions: ["s3:GetObject"], resources: [key, ...upstream].map(object) },
    ...(purpose === "plan" ? [] : [{ what: "WriteTheState", actions: ["s3:PutObject"], resources: [object(key)] }]),
    {
      what: "LockTheState",
      actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [object(`${key}.tflock`)],
    },
    ...(target.stateKeyArn === undefined
      ? []
      : [
          {
            what: "UseTheKeyOfTheState",
            actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            resources: [target.stateKeyArn],
          },
        ]),
  ];
}

/** As the backend has it; until the shipped bucket's name is replaced the stack has no backend. */
function keyOf({ target }: Environment, { id, terraform }: SynthesizedStack): string {
  const { key } = asObject(asObject(terraform.backend).s3);
  const prefix = target.kind === "aws" && target.statePrefix !== undefined ? `${target.statePrefix}/` : "";
  return typeof key === "string" ? key : `${prefix}${id}.tfstate`;
}
