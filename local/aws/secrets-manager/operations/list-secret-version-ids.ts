import { z } from "zod";
import { wireDate, wireDay } from "../dates";
import { findSecret } from "../find-secret";
import { maxResults, nextToken, secretId } from "../input";
import { nameAndArn, operation } from "./operation";
import { page } from "./page";

const input = z.object({
  SecretId: secretId,
  IncludeDeprecated: z.boolean().default(false),
  MaxResults: maxResults,
  NextToken: nextToken,
});

/** API_ListSecretVersionIds. "By default, versions without staging labels aren't included." */
export const listSecretVersionIds = operation(input, (request, context) => {
  const secret = findSecret(context.state, request.SecretId, context.now());
  const versions = [...secret.versions.values()].filter(
    (version) => request.IncludeDeprecated || version.labels.length > 0,
  );
  const { items, NextToken } = page(versions, request.MaxResults, request.NextToken);
  return {
    ...nameAndArn(secret),
    NextToken,
    Versions: items.map((version) => ({
      VersionId: version.id,
      VersionStages: version.labels.length > 0 ? version.labels : undefined,
      CreatedDate: wireDate(version.createdAt),
      LastAccessedDate: wireDay(version.accessedAt),
      KmsKeyIds: [secret.kmsKeyId ?? "DefaultEncryptionKey"],
    })),
  };
});
