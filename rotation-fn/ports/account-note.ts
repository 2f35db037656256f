import type { AccountAttribute } from "./account";

/**
 * Where accounts carry no ATTRIBUTE (MariaDB), what the function notes of one stands in a grant: of the privilege REFERENCES, which
 * MariaDB never checks (https://mariadb.com/kb/en/grant/#table-privileges), on a database that is never created and whose name is the
 * note: `` GRANT REFERENCES ON `rotated for secret: dev/orders`.* ``. docs/decisions/018-a-mark-on-mariadb.md says why.
 */

/** The privilege that carries a note. MariaDB checks it nowhere, so granting it gives nothing. */
export const NOTE_PRIVILEGE = "REFERENCES";

/** The longest name of a database, in characters. https://mariadb.com/kb/en/identifier-names/#maximum-length */
const MAX_LENGTH_NAME = 64;

/** The keys that are ours; of them a note is made. */
const KEY = /^rotated_[a-z_]+$/;
const NOTE = /^(rotated [a-z ]+): (?:(\d+)\/(\d+) )?(.*)$/s;

/** The names of databases that hold an attribute: one for each key, or several parts of it where the value is long. */
export function notesOf(attribute: AccountAttribute): readonly string[] {
  return Object.entries(attribute).flatMap(([key, value]) => {
    if (!KEY.test(key) || typeof value !== "string") return [];
    const start = `${key.replaceAll("_", " ")}: `;
    const text = written(value);
    if (start.length + text.length <= MAX_LENGTH_NAME) return [start + text];
    const room = MAX_LENGTH_NAME - start.length - "10/10 ".length;
    const parts = Math.ceil(text.length / room);
    return Array.from(
      { length: parts },
      (_, part) => `${start}${part + 1}/${parts} ${text.slice(part * room, (part + 1) * room)}`,
    );
  });
}

/** What the databases' names hold. A value of which a part is missing is left out: it was never completed. */
export function attributeOfNotes(names: readonly string[]): AccountAttribute {
  const values = new Map<string, string[]>();
  const lengths = new Map<string, number>();
  for (const name of names) {
    const [, start, part = "1", parts = "1", text] = NOTE.exec(name) ?? [];
    if (start === undefined || text === undefined) continue;
    const key = start.replaceAll(" ", "_");
    const found = values.get(key) ?? [];
    found[Number(part) - 1] = text;
    values.set(key, found);
    lengths.set(key, Number(parts));
  }
  const complete = [...values].filter(([key, parts]) => Object.keys(parts).length === lengths.get(key));
  return Object.fromEntries(complete.map(([key, parts]) => [key, read(parts.join(""))]));
}

/** Whether the name of a database is a note, or a part of one. */
export function isNote(name: string): boolean {
  return NOTE.test(name);
}

/**
 * `_` and `%` are wildcards in the name of a grant, and a server may fold names to small letters. So `_` is written `~`, a capital as `^`
 * and its small letter, and what else is neither a small letter, a digit nor one of `/+=.@-` as its code point.
 */
function written(value: string): string {
  return value.replace(/[^a-z0-9/+=.@-]/gu, (character) => {
    if (character === "_") return "~";
    if (/[A-Z]/.test(character)) return `^${character.toLowerCase()}`;
    return `!${character.codePointAt(0)?.toString(16)};`;
  });
}

function read(text: string): string {
  return text
    .replace(/!([0-9a-f]+);/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/\^([a-z])/g, (_, letter: string) => letter.toUpperCase())
    .replaceAll("~", "_");
}
