/** One of these between words of a name. */
const SEPARATORS = ["/", "-", "_", "+", "=", ".", "@"] as const;

/** A character that is no lower-case letter, with the lower-case letters after it: `Beta`, `Ythings`. */
const CAPITALIZED = /([^a-z][a-z]+)/;

/**
 * The words that ListSecrets searches in a text. A text is split at its separator, and then before each capitalized word:
 * `prod/AppBeta` has `prod`, `App`, `Beta`; `COMPANYthings` has `COMPAN`, `Ythings`. A text with two kinds of separators is not split,
 * and a separator alone has no words.
 *
 * Not documented. Learned from tests that another project has run against AWS (getmoto/moto,
 * tests/test_secretsmanager/test_list_secrets.py, decorated with `aws_verified`).
 */
export function wordsIn(text: string): readonly string[] {
  const found = SEPARATORS.filter((separator) => text.includes(separator));
  const [separator] = found;
  if (separator === undefined) return split(text);
  if (text === separator) return [];
  return found.length > 1 ? [text] : text.split(separator).flatMap(split);
}

/** Whether each word of `wanted` begins a word of `text`, in any case. */
export function hasWords(text: string, wanted: string): boolean {
  const words = wordsIn(text).map((word) => word.toLowerCase());
  const prefixes = wordsIn(wanted).map((word) => word.toLowerCase());
  return prefixes.length > 0 && prefixes.every((prefix) => words.some((word) => word.startsWith(prefix)));
}

function split(text: string): readonly string[] {
  return text
    .split(CAPITALIZED)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
