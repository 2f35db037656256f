import { isObject } from "./json-object";
import type { ResourceEffect } from "./plan-effect";

/**
 * Which resources two synthesized stacks (`cdk.tf.json`) configure otherwise, in the form of a plan's effect, but without what Terraform
 * alone can know: whether an update needs a replacement, and what follows from it elsewhere. Default tags are configuration of the
 * provider: when they differ, so does every resource, by `tags_all`.
 */
export function changedResources(before: unknown, after: unknown): readonly ResourceEffect[] {
  const [one, other] = [resourcesIn(before), resourcesIn(after)];
  const isTagged = JSON.stringify(defaultTags(before)) !== JSON.stringify(defaultTags(after));
  const addresses = [...new Set([...one.keys(), ...other.keys()])].sort();
  return addresses.flatMap((address): readonly ResourceEffect[] => {
    const [was, is] = [one.get(address), other.get(address)];
    if (was === undefined) return [{ kind: "create", address, attributes: [] }];
    if (is === undefined) return [{ kind: "delete", address, attributes: [] }];
    const attributes = [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
      .concat(isTagged ? ["tags_all"] : [])
      .sort();
    return attributes.length === 0 ? [] : [{ kind: "update", address, attributes }];
  });
}

function resourcesIn(stack: unknown): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const types = isObject(stack) && isObject(stack.resource) ? stack.resource : {};
  return new Map(
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(isObject(named) ? named : {}).flatMap(([name, attributes]) =>
        isObject(attributes) ? [[`${type}.${name}`, attributes] as const] : [],
      ),
    ),
  );
}

function defaultTags(stack: unknown): unknown {
  const providers = isObject(stack) && isObject(stack.provider) ? stack.provider.aws : undefined;
  const [first] = Array.isArray(providers) ? providers.filter(isObject) : [];
  return first?.default_tags;
}
