import type { Quotas } from "../../environments/sections/quotas-section";
import { groupedBy } from "./grouped-by";
import { asObject } from "./json";

/** A resource or a data source as Terraform gets it. */
export interface ModelResource {
  readonly kind: "resource" | "data";
  /** Id of its stack: `prod-network`. */
  readonly stack: string;
  /** `aws_vpc` */
  readonly type: string;
  readonly id: string;
  /** Where its construct stands: `prod-network/vpc`. */
  readonly path: string;
  /** Its arguments, in Terraform's spelling; references are expressions such as `${aws_vpc.vpc.id}`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Reasons given for wildcards in its policies, by Sid. */
  readonly wildcardReasons: Readonly<Record<string, string>>;
}

export interface StackModel {
  readonly id: string;
  readonly resources: readonly ModelResource[];
  /** Values of the outputs, by name; those between stacks are among them. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The `terraform` block. */
  readonly terraform: Readonly<Record<string, unknown>>;
}

/** The quotas that AWS gives to an account by default; the environment's own ones come from its file. */
const AWS_QUOTAS: Quotas = { alarms: 5000, managedPolicies: 1500, policiesPerRole: 10 };

/**
 * Everything that is synthesized for one environment. Rules read this and nothing else. Look-ups by type, stack and address are
 * indexed once: an environment of 1,000 app secrets has some 11,000 resources.
 */
export class EnvironmentModel {
  /** Everything in all stacks: resources and data sources. */
  readonly all: readonly ModelResource[];
  private readonly byStack: ReadonlyMap<string, StackModel>;
  private readonly byType: ReadonlyMap<string, readonly ModelResource[]>;
  private readonly byAddress: ReadonlyMap<string, ReadonlyMap<string, ModelResource>>;

  constructor(
    readonly name: string,
    readonly stacks: readonly StackModel[],
    readonly quotas: Quotas = AWS_QUOTAS,
  ) {
    this.all = stacks.flatMap(({ resources }) => resources);
    this.byStack = new Map(stacks.map((stack) => [stack.id, stack]));
    this.byType = groupedBy(
      this.all.filter(({ kind }) => kind === "resource"),
      ({ type }) => type,
    );
    this.byAddress = new Map(
      stacks.map(({ id, resources }) => [id, new Map(resources.map((resource) => [addressOf(resource), resource]))]),
    );
  }

  /**
   * True for `prod`, `production` and names that begin with one of them and a hyphen. In these environments a written reason
   * does not make up for a missing deletion protection.
   */
  get isProduction(): boolean {
    return /^prod(uction)?(-|$)/.test(this.name);
  }

  /** The resources of some types, type by type. */
  resources(...types: readonly string[]): readonly ModelResource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** One stack by its id. */
  stack(id: string): StackModel | undefined {
    return this.byStack.get(id);
  }

  /** A resource or data source of a stack, by the address that {@link addressOf} makes. */
  resourceAt(stackId: string, address: string): ModelResource | undefined {
    return this.byAddress.get(stackId)?.get(address);
  }
}

/** How Terraform names it within its stack: `aws_vpc.vpc`, `data.aws_ssm_parameter.image`. */
export function addressOf({ kind, type, id }: Pick<ModelResource, "kind" | "type" | "id">): string {
  return kind === "data" ? `data.${type}.${id}` : `${type}.${id}`;
}

/**
 * Reads the synthesized JSON of one stack.
 *
 * @param reasons wildcard reasons by address; they are no part of the JSON
 */
export function stackModel(
  id: string,
  json: Readonly<Record<string, unknown>>,
  reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): StackModel {
  const resources = (["resource", "data"] as const).flatMap((kind) =>
    Object.entries(asObject(json[kind])).flatMap(([type, byId]) =>
      Object.entries(asObject(byId)).map(([resourceId, values]): ModelResource => {
        const address = addressOf({ kind, type, id: resourceId });
        return {
          kind,
          stack: id,
          type,
          id: resourceId,
          path: constructPath(values) ?? `${id}/${resourceId}`,
          values: asObject(values),
          wildcardReasons: reasons[address] ?? {},
        };
      }),
    ),
  );
  const outputs = Object.entries(asObject(json.output)).map(([name, output]) => [name, asObject(output).value]);
  return { id, resources, outputs: Object.fromEntries(outputs), terraform: asObject(json.terraform) };
}

/** The framework writes it beside the arguments. */
function constructPath(values: unknown): string | undefined {
  const { path } = asObject(asObject(asObject(values)["//"]).metadata);
  return typeof path === "string" ? path : undefined;
}
