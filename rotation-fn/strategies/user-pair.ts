/** An app user and its alternate: the names, and what both have in common. */

/** The name of the database lock under which an app user and its alternate are changed. At most 64 characters are allowed. */
export function pairLock(username: string): string {
  return `rotation-fn/${baseUsername(username)}`;
}

export const ALTERNATE_SUFFIX = "_clone";

/** `app` for both `app` and `app_clone`. */
export function baseUsername(username: string): string {
  return username.endsWith(ALTERNATE_SUFFIX) ? username.slice(0, -ALTERNATE_SUFFIX.length) : username;
}

/** The other one of the pair. */
export function alternateUsername(username: string): string {
  return username.endsWith(ALTERNATE_SUFFIX) ? baseUsername(username) : `${username}${ALTERNATE_SUFFIX}`;
}
