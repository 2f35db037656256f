import { z } from "zod";
import { limitExceeded } from "../errors";
import { tags } from "../input";
import { secretOperation } from "./operation";

/** Quota of AWS tagging: 50 tags a resource. */
const MAX_TAGS = 50;

/** API_TagResource: "appends tags to the existing list"; a key that is there gets the new value. */
export const tagResource = secretOperation({ Tags: tags }, ({ secret, request, now }) => {
  const byKey = new Map([...(secret.tags ?? []), ...request.Tags].map((tag) => [tag.Key, tag]));
  if (byKey.size > MAX_TAGS)
    throw limitExceeded(`A secret can have ${MAX_TAGS} tags; this request would make ${byKey.size}.`);
  secret.tags = [...byKey.values()];
  secret.changedAt = now;
  return {};
});

/** API_UntagResource: "idempotent. If a requested tag is not attached to the secret, no error is returned". */
export const untagResource = secretOperation(
  { TagKeys: z.array(z.string().min(1).max(128)) },
  ({ secret, request, now }) => {
    secret.tags = secret.tags?.filter((tag) => !request.TagKeys.includes(tag.Key));
    secret.changedAt = now;
    return {};
  },
);
