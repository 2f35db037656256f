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

/** Everything that is synthesized for one environment. Rules read this and nothing else. */
export class EnvironmentModel {
  constructor(
    readonly name: string,
    readonly stacks: readonly StackModel[],
  ) {}

  /**
   * True for `prod`, `production` and names that begin with one of them and a hyphen. In these environments a written reason
   * does not make up for a missing deletion protection.
   */
  get isProduction(): boolean {
    return /^prod(uction)?(-|$)/.test(this.name);
  }

  /** Everything in all stacks: resources and data sources. */
  get all(): readonly ModelResource[] {
    return this.stacks.flatMap(({ resources }) => resources);
  }

  /** The resources of some types. */
  resources(...types: readonly string[]): readonly ModelResource[] {
    return this.all.filter(({ kind, type }) => kind === "resource" && types.includes(type));
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
