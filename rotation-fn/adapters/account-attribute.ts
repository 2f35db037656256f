import type { AccountAttribute } from "../ports/account";

/**
 * The JSON of an account's ATTRIBUTE, read and written so that other people's numbers survive: `JSON.parse` would change an
 * integer beyond 2^53. A number that would not come back as it stands is kept as its text, behind a sign that no attribute holds.
 */

const RAW_NUMBER = "\u0000number:";

/** Strings, so that digits inside of them are left alone, or numbers. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

export function attributeOf(json: string): AccountAttribute {
  const exact = json.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || JSON.stringify(Number(token)) === token ? token : JSON.stringify(RAW_NUMBER + token),
  );
  return JSON.parse(exact) as AccountAttribute;
}

export function jsonOf(attribute: AccountAttribute): string {
  return JSON.stringify(attribute).replace(/"\\u0000number:([^"]*)"/g, "$1");
}
