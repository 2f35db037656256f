import { createHash } from "node:crypto";
import { parseEnvironment } from "../../../environments";
import type { EnvironmentInput } from "../../../environments/schema";
import {
  addressOf,
  type ModelResource,
  type StackModel,
  stackModel,
} from "../../../stacks/guard-rails/environment-model";
import { asObject } from "../../../stacks/guard-rails/json";
import { inTemporaryFolder, synthesizeTo } from "../../support/synthesized-stacks";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

/** A policy as JSON, with real names in the place of references. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly [more: string]: unknown;
}

/** The admin secret that RDS would make. */
export const ADMIN_SECRET = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:rds!db-0123456789ab-AbCdEf`;

/** An environment as it would stand in AWS: what Terraform would put in the place of each reference is put there. */
export class Deployed {
  private readonly stacks: ReadonlyMap<string, StackModel>;
  private readonly locals: Readonly<Record<string, unknown>>;

  constructor(
    input: EnvironmentInput,
    readonly name = "sample",
  ) {
    const found = inTemporaryFolder("deployed-", (folder) => synthesizeTo(folder, [parseEnvironment(name, input)]));
    this.stacks = new Map([...found].map(([id, { json }]) => [id, stackModel(id, json)]));
    this.locals = Object.assign({}, ...[...found.values()].map(({ json }) => asObject(json.locals)));
  }

  /** The policy in an argument of a resource. */
  policy(part: string, address: string, argument = "policy"): Policy {
    const { stack, values } = this.resource(part, address);
    return JSON.parse(this.concrete(stack, String(values[argument]))) as Policy;
  }

  arn(part: string, address: string): string {
    return this.attribute(this.resource(part, address), "arn");
  }

  /** Arguments of a resource that are texts, with real names in them. */
  texts(part: string, address: string): Readonly<Record<string, string>> {
    const { stack, values } = this.resource(part, address);
    const texts = Object.entries(values).filter(([, value]) => typeof value === "string");
    return Object.fromEntries(texts.map(([key, value]) => [key, this.concrete(stack, String(value))]));
  }

  addresses(part: string, type: string): readonly string[] {
    return this.stack(part)
      .resources.filter((resource) => resource.type === type)
      .map(addressOf);
  }

  private stack(part: string): StackModel {
    const stack = this.stacks.get(`${this.name}-${part}`);
    if (stack === undefined) throw new Error(`there is no stack ${part}`);
    return stack;
  }

  private resource(part: string, address: string): ModelResource {
    const found = this.stack(part).resources.find((resource) => addressOf(resource) === address);
    if (found === undefined) throw new Error(`${part} has no ${address}`);
    return found;
  }

  private concrete(stackId: string, text: string): string {
    // Of a doubled sign Terraform makes one, and leaves the rest alone.
    return text.replace(/\$?\$\{([^}]+)\}/g, (found, expression: string) =>
      found.startsWith("$$") ? found.slice(1) : this.value(stackId, expression),
    );
  }

  private value(stackId: string, expression: string): string {
    const remote = /^data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)$/.exec(
      expression,
    );
    if (remote !== null) {
      const [, other = "", output = ""] = remote;
      return this.concrete(other, String(this.stacks.get(other)?.outputs[output]));
    }
    const local = /^local\.([\w-]+)$/.exec(expression)?.[1];
    if (local !== undefined) return this.concrete(stackId, String(this.locals[local]));
    const replaced = /^replace\((.+), "([^"]+)", "([^"]+)"\)$/.exec(expression);
    if (replaced !== null) {
      const [, inner = "", from = "", to = ""] = replaced;
      return this.value(stackId, inner).replace(from, to);
    }
    const [, address, attribute] = /^(\w+\.[\w-]+)\.(.+)$/.exec(expression) ?? [];
    const resource = this.stacks.get(stackId)?.resources.find((each) => addressOf(each) === address);
    if (resource === undefined || attribute === undefined) throw new Error(`${stackId}: what is ${expression}?`);
    return this.attribute(resource, attribute);
  }

  private attribute({ stack, type, id, values }: ModelResource, attribute: string): string {
    const name = this.concrete(stack, String(values.name ?? values.function_name ?? id));
    if (attribute === "function_name" || attribute === "name") return name;
    if (type === "aws_instance" && attribute === "id") return "i-0123456789abcdef0";
    if (attribute === "master_user_secret[0].secret_arn") return ADMIN_SECRET;
    const location = /_([a-z]{2}-[a-z]+-\d)$/.exec(id)?.[1] ?? REGION;
    const arn = (service: string, rest: string) => `arn:aws:${service}:${location}:${ACCOUNT}:${rest}`;
    const inArn: Readonly<Record<string, () => string>> = {
      aws_secretsmanager_secret: () => arn("secretsmanager", `secret:${name}-AbCdEf`),
      aws_kms_key: () => arn("kms", `key/${uuidOf(`${stack}/${id}`)}`),
      aws_cloudwatch_log_group: () => arn("logs", `log-group:${name}`),
      aws_lambda_function: () => arn("lambda", `function:${name}`),
      aws_sns_topic: () => arn("sns", name),
      aws_scheduler_schedule_group: () => arn("scheduler", `schedule-group/${name}`),
      aws_instance: () => arn("ec2", "instance/i-0123456789abcdef0"),
      aws_ssm_document: () => arn("ssm", `document/${name}`),
      aws_ec2_instance_connect_endpoint: () => arn("ec2", "instance-connect-endpoint/eice-0123456789abcdef0"),
    };
    const made = attribute === "arn" ? inArn[type]?.() : undefined;
    if (made === undefined) throw new Error(`${stack}: what is ${type}.${id}.${attribute}?`);
    return made;
  }
}

/** The same for the same text, in the form of a key's id. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
