import type { Environment } from "../../environments/schema";
import { partitionOf, stackId } from "../../stacks/shared/naming";
import type { SynthesizedStack } from "../review/model/synthesized";
import type { Condition } from "./policy";
import { arnPattern } from "./reference";
import { RESOURCE_KINDS } from "./resource-kinds";

/** The tag that every resource of a stack has from the provider. It separates the stacks where AWS makes up the ids. */
export const STACK_TAG = "stack";

/** Resources of one kind, as a policy names them. */
export interface NamedResources {
  readonly arns: readonly string[];
  readonly condition?: Condition;
}

/** What a policy of one stack may name. */
export class StackResources {
  private readonly names = new Map<string, Set<string>>();
  private readonly kinds = new Set<string>();

  constructor(
    readonly environment: Environment,
    readonly stack: SynthesizedStack,
  ) {
    for (const { type, attributes } of stack.resources.values()) {
      const known = RESOURCE_KINDS[type];
      if (known === undefined) continue;
      this.kinds.add(known.kind);
      const name = known.name?.(attributes);
      if (name !== undefined) this.names.set(known.kind, (this.names.get(known.kind) ?? new Set()).add(name));
    }
  }

  /** Whether the stack makes any. */
  has(kind: string): boolean {
    return this.kinds.has(kind);
  }

  /** The names of those that it names itself. */
  namesOf(kind: string): readonly string[] {
    return shortened(this.environment.name, [...(this.names.get(kind) ?? [])].sort());
  }

  /** The stack's own resources of a kind that exist: by name, else by tag. */
  own(kind: string): NamedResources {
    const names = this.namesOf(kind);
    if (names.length > 0) return { arns: names.flatMap((name) => this.arn(kind, name)) };
    return { arns: this.arn(kind, "*"), condition: tagged("aws:ResourceTag", this.stack.id) };
  }

  /** Those that are about to be made: by name, else by the tag that the request gives them. */
  future(kind: string): NamedResources {
    if (this.namesOf(kind).length > 0) return this.own(kind);
    return { arns: this.arn(kind, "*"), condition: tagged("aws:RequestTag", this.stack.id) };
  }

  /** Those of the network's stack, which the others stand in. In an existing VPC they have no tag of ours. */
  ofNetwork(kind: string): NamedResources {
    const { network } = this.environment;
    if (network.kind === "existing" && kind === "ec2:vpc") return { arns: this.arn(kind, network.vpc.id) };
    if (network.kind === "existing" && kind === "ec2:subnet") {
      const { privateSubnetIds, databaseSubnetIds = [], publicSubnetIds = [] } = network.vpc;
      const ids = new Set([...privateSubnetIds, ...databaseSubnetIds, ...publicSubnetIds]);
      return { arns: [...ids].flatMap((id) => this.arn(kind, id)) };
    }
    return {
      arns: this.arn(kind, "*"),
      condition: tagged("aws:ResourceTag", stackId(this.environment, "network")),
    };
  }

  /** The ARN of one, in all forms in which services check it. */
  arn(kind: string, name: string): readonly string[] {
    const { region, accountId } = this.environment;
    const [prefix = ""] = arnPattern(kind)
      .replace(`\${Partition}`, partitionOf(region))
      .replace(`\${Region}`, region)
      .replace(`\${Account}`, accountId)
      .split("${");
    const arn = `${prefix}${name}`;
    // Of a log group some actions check the ARN with the streams behind it.
    return kind === "logs:log-group" ? [arn, `${arn}:*`] : [arn];
  }
}

/** `StringEquals` on the stack's tag. */
export function tagged(key: "aws:RequestTag" | "aws:ResourceTag", stack: string): Condition {
  return { StringEquals: { [`${key}/${STACK_TAG}`]: stack } };
}

/** More names than this with one beginning are named by that beginning, so that a policy does not grow with every app secret. */
const MAX_NAMES = 20;

/** `dev-read-shop`, `dev-read-jobs`, … become `dev-read-*`; `dev/shop-??????`, … become `dev/*`. */
function shortened(environment: string, names: readonly string[]): readonly string[] {
  const beginning = (name: string): string => {
    const rest = name.startsWith(environment) ? name.slice(environment.length) : "";
    return environment + (/^(\/|-[^-]+-)/.exec(rest)?.[0] ?? rest);
  };
  const count = (start: string): number => names.filter((name) => beginning(name) === start).length;
  const short = names.map((name) => {
    const start = beginning(name);
    return name.startsWith(start) && count(start) > MAX_NAMES ? `${start}*` : name;
  });
  return [...new Set(short)];
}
