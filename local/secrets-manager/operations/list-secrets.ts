import { z } from "zod";
import { maxResults, nextToken } from "../input";
import type { Secret } from "../state";
import { labelsByVersion, secretDetails } from "./describe-secret";
import { operation } from "./operation";
import { page } from "./page";

const filter = z.object({
  Key: z.enum(["name", "description", "tag-key", "tag-value", "all"]),
  Values: z.array(z.string().max(512)).min(1).max(10),
});

const input = z.object({
  IncludePlannedDeletion: z.boolean().default(false),
  Filters: z.array(filter).max(10).default([]),
  SortOrder: z.enum(["asc", "desc"]).default("asc"),
  MaxResults: maxResults,
  NextToken: nextToken,
});

type Filter = z.output<typeof filter>;

/** API_ListSecrets, by date of creation only. Filters on replicas and owning services are refused: there are none. */
export const listSecrets = operation(input, (request, context) => {
  const now = context.now();
  const secrets = [...context.state.secrets.values()]
    .filter((secret) => secret.deletionAt === undefined || (request.IncludePlannedDeletion && secret.deletionAt > now))
    .filter((secret) => request.Filters.every((condition) => matches(secret, condition)));
  if (request.SortOrder === "desc") secrets.reverse();
  const { items, NextToken } = page(secrets, request.MaxResults, request.NextToken);
  return {
    NextToken,
    SecretList: items.map((secret) => ({ ...secretDetails(secret), SecretVersionsToStages: labelsByVersion(secret) })),
  };
});

/** Values are alternatives, `!` negates one (API_Filter). */
function matches(secret: Secret, condition: Filter): boolean {
  return condition.Values.some((value) =>
    value.startsWith("!")
      ? !matchesValue(secret, condition.Key, value.slice(1))
      : matchesValue(secret, condition.Key, value),
  );
}

function matchesValue(secret: Secret, key: Filter["Key"], value: string): boolean {
  const tags = secret.tags ?? [];
  switch (key) {
    case "name":
      return secret.name.startsWith(value);
    case "description":
      return (secret.description ?? "").toLowerCase().startsWith(value.toLowerCase());
    case "tag-key":
      return tags.some((tag) => tag.Key.startsWith(value));
    case "tag-value":
      return tags.some((tag) => tag.Value.startsWith(value));
    case "all": {
      const text = [secret.name, secret.description ?? "", ...tags.flatMap((tag) => [tag.Key, tag.Value])].join(" ");
      return value.split(/\s+/).every((word) => text.toLowerCase().includes(word.toLowerCase()));
    }
  }
}
