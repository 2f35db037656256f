import type { Attributes } from "../../ops/review/model/change";
import { compareStacks } from "../../ops/review/model/compare-stacks";
import { readStack } from "../../ops/review/model/synthesized";
import { differingKeys, type ResourceEffect } from "./plan-effect";

/**
 * Which resources two synthesized stacks (`cdk.tf.json`) configure otherwise, in the form of a plan's effect, but without what Terraform
 * alone can know: whether an update needs a replacement, and what follows from it elsewhere. Default tags are configuration of the
 * provider: when they differ, so does every resource, by `tags_all`.
 */
export function changedResources(before: Attributes, after: Attributes): readonly ResourceEffect[] {
  const { changes, defaultTags } = compareStacks("", readStack("", before), readStack("", after));
  const everywhere = defaultTags === undefined ? [] : ["tags_all"];
  return changes.flatMap(({ address, before: was, after: is }): readonly ResourceEffect[] => {
    if (was === undefined) return [{ kind: "create", address, attributes: [] }];
    if (is === undefined) return [{ kind: "delete", address, attributes: [] }];
    const attributes = [...differingKeys(was, is), ...everywhere].sort();
    return attributes.length === 0 ? [] : [{ kind: "update", address, attributes }];
  });
}
