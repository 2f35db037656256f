import { differences } from "../attributes/difference";
import { changesIn, type Review } from "../model/change";
import type { Finding } from "./finding";

/** Tags that change on every resource of a stack, because the environment's own tags do. */
export function tags(review: Review): readonly Finding[] {
  const tagged = changesIn(review).flatMap(({ stack, address, action, before, after }) =>
    action === "update"
      ? differences(before?.tags_all, after?.tags_all).map(({ path }) => ({ path, resource: `${stack}: ${address}` }))
      : [],
  );
  const ofProviders = review.stacks.flatMap((stack) =>
    stack.kind === "planned" && stack.defaultTags !== undefined
      ? differences(stack.defaultTags.before, stack.defaultTags.after).map(({ path }) => ({
          path,
          resource: `${stack.id}: tags`,
        }))
      : [],
  );
  const paths = [...new Set([...tagged, ...ofProviders].map(({ path }) => path))];
  return paths.flatMap((path): Finding[] => {
    const resources = [...tagged, ...ofProviders].filter((one) => one.path === path).map(({ resource }) => resource);
    // A tag of one resource says something about that resource, and stands there.
    if (resources.length < 3 && ofProviders.length === 0) return [];
    const where = ofProviders.length > 0 ? "every resource" : `${resources.length} resources`;
    const text = `The tag \`${path}\` changes on ${where}.`;
    return [
      { code: "tags_change", severity: "note", headline: `the tag \`${path}\` changes on ${where}`, text, resources },
    ];
  });
}
