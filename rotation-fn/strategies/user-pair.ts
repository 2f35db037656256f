import { RotationError } from "../errors";
import type { SecretDescription } from "../ports/secret-store";
import { ALTERNATE_SUFFIX, USERNAMES_TAG } from "../settings";

/** An app user and its alternate: the names, and what both have in common. */

/** The name of the database lock under which an app user and its alternate are changed. At most 64 characters are allowed. */
export function pairLock(username: string): string {
  return `rotation-fn/${baseUsername(username)}`.slice(0, 64);
}

/** `app` for both `app` and `app_clone`. */
export function baseUsername(username: string): string {
  return username.endsWith(ALTERNATE_SUFFIX) ? username.slice(0, -ALTERNATE_SUFFIX.length) : username;
}

/** The other one of the pair. */
export function alternateUsername(username: string): string {
  return username.endsWith(ALTERNATE_SUFFIX) ? baseUsername(username) : `${username}${ALTERNATE_SUFFIX}`;
}

/** The two users of one secret: `app` and `app_clone`, or the two that the secret's tag names. */
export interface UserPair {
  /** The other one. Throws `user_mismatch` for a name that is none of the two that a tag names. */
  alternate(username: string): string;
  /** The one that both are known by: the app user, or the first that the tag names. */
  base(username: string): string;
}

const NATURAL_PAIR: UserPair = { alternate: alternateUsername, base: baseUsername };

/** The pair of a secret. Throws `bad_setting` when its tag does not name two different users. */
export function userPair(secret: Pick<SecretDescription, "name" | "tags">): UserPair {
  const tag = secret.tags.get(USERNAMES_TAG);
  if (tag === undefined) return NATURAL_PAIR;
  const [first, second, ...more] = tag.trim().split(/\s+/);
  if (!first || !second || first === second || more.length > 0) {
    throw new RotationError("bad_setting", {
      problem: `the tag ${USERNAMES_TAG} of the secret ${secret.name} does not name a pair of users`,
      found: `"${tag.slice(0, 100)}"`,
      allowed: "two different user names with a blank between",
      remedy: `correct the tag, or remove it for the pair of the user and its ${ALTERNATE_SUFFIX}; nothing was changed`,
    });
  }
  return {
    alternate(username) {
      if (username === first) return second;
      if (username === second) return first;
      throw new RotationError("user_mismatch", {
        problem: `the secret ${secret.name} holds a user that its tag ${USERNAMES_TAG} does not name`,
        found: `'${username}'`,
        allowed: `'${first}' or '${second}'`,
        remedy: "correct the tag or the value; nothing was changed",
      });
    },
    base: () => first,
  };
}
