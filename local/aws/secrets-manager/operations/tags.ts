import { z } from "zod";
import { limitExceeded } from "../errors";
import { findUsableSecret } from "../find-secret";
import { secretId, tags } from "../input";
import { operation } from "./operation";

/** Quota of AWS tagging: 50 tags a resource. */
const MAX_TAGS = 50;

/** API_TagResource: "appends tags to the existing list"; a key that is there gets the new value. */
export const tagResource = operation(z.object({ SecretId: secretId, Tags: tags }), (request, context) => {
  const now = context.now();
  const secret = findUsableSecret(context.state, request.SecretId, now);
  const byKey = new Map([...(secret.tags ?? []), ...request.Tags].map((tag) => [tag.Key, tag]));
  if (byKey.size > MAX_TAGS)
    throw limitExceeded(`A secret can have ${MAX_TAGS} tags; this request would make ${byKey.size}.`);
  secret.tags = [...byKey.values()];
  secret.changedAt = now;
  return {};
});

/** API_UntagResource: "idempotent. If a requested tag is not attached to the secret, no error is returned". */
export const untagResource = operation(
  z.object({ SecretId: secretId, TagKeys: z.array(z.string().min(1).max(128)) }),
  (request, context) => {
    const now = context.now();
    const secret = findUsableSecret(context.state, request.SecretId, now);
    secret.tags = secret.tags?.filter((tag) => !request.TagKeys.includes(tag.Key));
    secret.changedAt = now;
    return {};
  },
);
