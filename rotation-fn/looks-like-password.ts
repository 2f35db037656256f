/** Shorter texts are taken for names. */
export const MIN_PASSWORD_CHARACTERS = 8;
/** Shorter texts have no order that could be called wild. */
const MIN_RANDOM_CHARACTERS = 12;

/**
 * Whether a text is more like a password or a URL with one than like a name, an address or an ARN: a sign that names do not have,
 * or letters of both cases and digits in a wild order.
 */
export function looksLikePassword(text: string): boolean {
  if (looksRandom(text)) return true;
  if (text.length < MIN_PASSWORD_CHARACTERS || isPublicId(text)) return false;
  return /[^\p{L}\p{N}\s._@$:/+=-]/u.test(text);
}

/** The same for a text that may hold any sign, such as a schedule: only a URL with a password, or the wild order, counts. */
export function looksRandom(text: string): boolean {
  if (/\/\/[^/\s]*:[^/\s]*@/.test(text)) return true;
  if (text.length < MIN_RANDOM_CHARACTERS || isPublicId(text)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(text)).length;
  // A capital before a small letter begins a word, as names do.
  const changes = text.match(/(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])/g)?.length ?? 0;
  return kinds === 3 && changes >= Math.min(text.length / 4, 5);
}

function isPublicId(text: string): boolean {
  return /^(?:arn:|rds!)/.test(text);
}
