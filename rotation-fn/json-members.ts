/**
 * Replaces string members of a JSON object in its text, and leaves every other byte as it was: `JSON.parse` and back would
 * change integers beyond 2^53, the order of numeric keys, escapes and white space that this function does not own.
 */

/** Where the value of a top-level member stands in the text. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** The text with the values of the named members replaced. `text` must be a valid JSON object that holds each of them once. */
export function replaceMembers(text: string, replacements: ReadonlyMap<string, string | number>): string {
  let result = "";
  let copiedTo = 0;
  for (const member of topLevelMembers(text)) {
    const value = replacements.get(member.key);
    if (value === undefined) continue;
    result += text.slice(copiedTo, member.start) + JSON.stringify(value);
    copiedTo = member.end;
  }
  return result + text.slice(copiedTo);
}

/** The keys of the object, as often as they occur. `text` must be a valid JSON object. */
export function topLevelKeys(text: string): readonly string[] {
  return topLevelMembers(text).map((member) => member.key);
}

/** Walks a text that `JSON.parse` has accepted, so only strings and depth matter. */
function topLevelMembers(text: string): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let key: string | undefined;
  let valueStart: number | undefined;
  const endValue = (end: number): void => {
    if (key === undefined || valueStart === undefined) return;
    members.push({ key, start: valueStart, end: valueStart + text.slice(valueStart, end).trimEnd().length });
    key = undefined;
    valueStart = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (/\s/.test(character)) continue;
    if (depth === 1 && character === "," && valueStart !== undefined) {
      endValue(at);
      continue;
    }
    if (depth === 1 && character === ":" && valueStart === undefined) continue;
    if (depth === 1 && character === "}") endValue(at);
    else if (depth === 1 && key !== undefined) valueStart ??= at;

    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && key === undefined) key = JSON.parse(text.slice(at, end)) as string;
      at = end - 1;
    } else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
  }
  return members;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}
