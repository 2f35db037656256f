import { readFileSync } from "node:fs";
import path from "node:path";
import { asList, asObject } from "../../../stacks/guard-rails/json";
import type { Attributes } from "./change";

/** A resource as the synthesized file configures it. References are expressions such as `${aws_vpc.vpc.id}`. */
export interface SynthesizedResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly attributes: Attributes;
  /** Arguments whose later changes Terraform ignores. */
  readonly ignored: readonly string[];
}

export interface SynthesizedStack {
  readonly id: string;
  /** Ids of the stacks that are deployed before it. */
  readonly dependencies: readonly string[];
  readonly resources: ReadonlyMap<string, SynthesizedResource>;
  /** Types of its data sources: `aws_ssm_parameter`. */
  readonly dataSources: readonly string[];
  /** Values of the outputs by name, those between stacks included. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Tags that the provider puts on every resource. */
  readonly defaultTags: Attributes;
  /** The `terraform` block: backend, provider versions. */
  readonly terraform: Attributes;
  /** Outputs of other stacks that it reads, by the stack's id. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** Reads the stacks of one environment from a synthesized folder (`cdktf.out`), in the order in which they are deployed. */
export function readEnvironment(outFolder: string, environment: string): readonly SynthesizedStack[] {
  const manifest = asObject(JSON.parse(readFileSync(path.join(outFolder, "manifest.json"), "utf8")));
  const stacks = Object.entries(asObject(manifest.stacks)).flatMap(([id, entry]): SynthesizedStack[] => {
    const { synthesizedStackPath, dependencies } = asObject(entry);
    const file = path.join(outFolder, String(synthesizedStackPath));
    const json = asObject(JSON.parse(readFileSync(file, "utf8")));
    if (environmentOf(json) !== environment) return [];
    return [{ ...readStack(id, json), dependencies: asList(dependencies).map(String) }];
  });
  return inOrder(stacks);
}

/** Names of the environments in a synthesized folder, in alphabetical order. */
export function environmentsIn(outFolder: string): readonly string[] {
  const manifest = asObject(JSON.parse(readFileSync(path.join(outFolder, "manifest.json"), "utf8")));
  const names = Object.values(asObject(manifest.stacks)).map((entry) => {
    const file = path.join(outFolder, String(asObject(entry).synthesizedStackPath));
    return environmentOf(asObject(JSON.parse(readFileSync(file, "utf8"))));
  });
  return [...new Set(names)].sort();
}

/** Reads one `cdk.tf.json`. Metadata of the framework is left out. */
export function readStack(id: string, json: Attributes): SynthesizedStack {
  const resources = Object.entries(asObject(json.resource)).flatMap(([type, named]) =>
    Object.entries(asObject(named)).map(([name, values]): SynthesizedResource => {
      const { "//": _, depends_on: __, provider: ___, lifecycle, ...attributes } = asObject(values);
      const ignored = asList(asObject(lifecycle).ignore_changes).map(String);
      return { address: `${type}.${name}`, type, name, attributes, ignored };
    }),
  );
  const outputs = Object.entries(asObject(json.output)).map(([name, output]) => [name, asObject(output).value]);
  return {
    id,
    dependencies: [],
    resources: new Map(resources.map((resource) => [resource.address, resource])),
    dataSources: Object.keys(asObject(json.data)),
    outputs: Object.fromEntries(outputs),
    defaultTags: defaultTagsOf(json),
    terraform: asObject(json.terraform),
    reads: readsIn(json),
  };
}

const REMOTE = /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g;

function readsIn(json: Attributes): Readonly<Record<string, readonly string[]>> {
  const found = [...JSON.stringify(json).matchAll(REMOTE)];
  const ids = [...new Set(found.map(([, id = ""]) => id))];
  return Object.fromEntries(
    ids.map((id) => [id, [...new Set(found.flatMap(([, from, output = ""]) => (from === id ? [output] : [])))]]),
  );
}

function defaultTagsOf(json: Attributes): Attributes {
  const [provider] = asList(asObject(json.provider).aws).map(asObject);
  return asObject(asObject(asList(provider?.default_tags)[0]).tags);
}

/** Every stack of this project carries its environment in the provider's default tags. */
function environmentOf(json: Attributes): string {
  return String(defaultTagsOf(json).environment ?? "");
}

/** Upstream stacks first; stacks that do not depend on each other keep the order of their names. */
export function inOrder(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const ordered: SynthesizedStack[] = [];
  const visit = (stack: SynthesizedStack): void => {
    if (ordered.includes(stack)) return;
    for (const id of stack.dependencies) {
      const upstream = stacks.find((one) => one.id === id);
      if (upstream !== undefined) visit(upstream);
    }
    ordered.push(stack);
  };
  for (const stack of stacks) visit(stack);
  return ordered;
}
