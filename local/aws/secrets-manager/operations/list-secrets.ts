import { z } from "zod";
import { maxResults, nextToken } from "../input";
import { labelsByVersion, secretDetails } from "./describe-secret";
import { operation } from "./operation";
import { page } from "./page";
import { filters, meetsFilters } from "./secret-filters";

const input = z.object({
  IncludePlannedDeletion: z.boolean().default(false),
  Filters: filters.default([]),
  SortOrder: z.enum(["asc", "desc"]).default("asc"),
  MaxResults: maxResults,
  NextToken: nextToken,
});

/**
 * API_ListSecrets, by date of creation only.
 *
 * DEVIATION from API_ListSecrets ("eventually consistent"): a new secret is listed at once. On AWS it can take five minutes.
 */
export const listSecrets = operation(input, (request, context) => {
  const now = context.now();
  const secrets = [...context.state.secrets.values()]
    .filter((secret) => secret.deletionAt === undefined || (request.IncludePlannedDeletion && secret.deletionAt > now))
    .filter((secret) => meetsFilters(secret, request.Filters, context.region));
  if (request.SortOrder === "desc") secrets.reverse();
  const { items, NextToken } = page(secrets, request.MaxResults, request.NextToken);
  return {
    NextToken,
    SecretList: items.map((secret) => ({
      ...secretDetails(secret, context.region),
      SecretVersionsToStages: labelsByVersion(secret),
    })),
  };
});
