import { RotationError } from "../errors";
import type { SecretDescription } from "../ports/secret-store";
import { ALTERNATE_SUFFIX, USERNAMES_TAG } from "../settings";

/** An app user and its alternate: the names, and what both have in common. */

/** How long an invocation waits for the lock: longer than any other keeps it. */
export const LOCK_TIMEOUT_MS = 5_000;

/**
 * The name of the database lock under which the accounts of a secret's users are changed or compared: one for both users of a pair, and the
 * same for every strategy and action. A tag that names other users speaks of a pair that this user is not of.
 */
export function usersLock(username: string, secret: Pick<SecretDescription, "tags">): string {
  // A mutant survives: an empty name and a mutant's element are no user.
  const named = secret.tags.get(USERNAMES_TAG)?.trim().split(/\s+/) ?? [];
  const base = named.includes(username) ? (named[0] ?? username) : baseUsername(username);
  // MySQL allows a lock's name no more than 64 characters.
  return `rotation-fn/${base}`.slice(0, 64);
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
