import { z } from "zod";
import { invalidParameter, ServiceError } from "../errors";
import { nextToken, secretId } from "../input";
import { readValue } from "./get-secret-value";
import { operation, type Reply } from "./operation";
import { page } from "./page";
import { filters, meetsFilters } from "./secret-filters";

const MAX_SECRETS = 20;

const input = z.object({
  SecretIdList: z.array(secretId).min(1).max(MAX_SECRETS).optional(),
  Filters: filters.optional(),
  MaxResults: z.number().int().min(1).max(MAX_SECRETS).optional(),
  NextToken: nextToken,
});

/**
 * API_BatchGetSecretValue: AWSCURRENT of up to 20 secrets. A secret that cannot be read is an entry of `Errors`, with the error that
 * GetSecretValue answers for it, and does not fail the call.
 */
export const batchGetSecretValue = operation(input, (request, context) => {
  const { SecretIdList: ids, Filters: wanted } = request;
  if ((ids === undefined) === (wanted === undefined)) {
    throw invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
  }
  if (wanted === undefined && request.MaxResults !== undefined) {
    throw invalidParameter("'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
  }
  const found = (ids ?? []).slice();
  for (const secret of wanted === undefined ? [] : context.state.secrets.values()) {
    if (secret.deletionAt === undefined && meetsFilters(secret, wanted ?? [], context.region)) found.push(secret.arn);
  }
  const { items, NextToken } = page(found, request.MaxResults ?? MAX_SECRETS, request.NextToken);
  const values: Reply[] = [];
  const errors: Reply[] = [];
  for (const id of items) {
    try {
      values.push(readValue({ SecretId: id }, context));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      errors.push({ SecretId: id, ErrorCode: error.type, Message: error.message });
    }
  }
  return { SecretValues: values, Errors: errors, NextToken };
});
