import { ServiceError } from "../errors";

/** One page of a list. The token is the index of the next item; callers must not rely on that. */
export function page<Item>(
  all: readonly Item[],
  size: number,
  token: string | undefined,
): { readonly items: readonly Item[]; readonly NextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0 || start > all.length) {
    throw new ServiceError("InvalidNextTokenException", "The NextToken value is invalid.");
  }
  const end = start + size;
  return { items: all.slice(start, end), NextToken: end < all.length ? String(end) : undefined };
}
