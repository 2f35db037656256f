import { z } from "zod";
import type { Secret } from "../state";
import { hasWords } from "./filter-words";

const KEYS = ["description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all"] as const;

/** API_Filter, of ListSecrets and BatchGetSecretValue. */
export const filters = z
  .array(z.object({ Key: z.enum(KEYS), Values: z.array(z.string().max(512)).min(1).max(10) }))
  .max(10);

type Filter = z.output<typeof filters>[number];

/** Whether a secret meets all filters, also where two have the same key. A region is that of the primary secrets. */
export function meetsFilters(secret: Secret, wanted: readonly Filter[], region: string): boolean {
  return wanted.every(({ Key, Values }) => {
    const meets = CONDITIONS[Key];
    // Values are alternatives, `!` negates one (API_Filter).
    return Values.some((value) =>
      value.startsWith("!") ? !meets(secret, value.slice(1), region) : meets(secret, value, region),
    );
  });
}

type Condition = (secret: Secret, value: string, region: string) => boolean;

/**
 * `description` is documented as a prefix match. On AWS it searches words, as `all` does (see filter-words.ts); names and tags are
 * matched by prefix and case.
 */
const CONDITIONS: Readonly<Record<Filter["Key"], Condition>> = {
  name: ({ name }, value) => name.startsWith(value),
  description: ({ description = "" }, value) => hasWords(description, value),
  "tag-key": ({ tags = [] }, value) => tags.some(({ Key }) => Key.startsWith(value)),
  "tag-value": ({ tags = [] }, value) => tags.some((tag) => tag.Value.startsWith(value)),
  // Only replicated secrets have a primary Region.
  "primary-region": ({ replicas = [] }, value, region) => replicas.length > 0 && region.startsWith(value),
  "owning-service": ({ owningService = "" }, value) => owningService !== "" && owningService.startsWith(value),
  all: ({ name, description = "", tags = [] }, value) =>
    [name, description, ...tags.flatMap((tag) => [tag.Key, tag.Value])].some((text) => hasWords(text, value)),
};
