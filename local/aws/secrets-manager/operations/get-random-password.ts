import { randomInt } from "node:crypto";
import { z } from "zod";
import { invalidParameter } from "../errors";
import { operation } from "./operation";

const flag = z.boolean().default(false);

const input = z.object({
  PasswordLength: z.number().int().min(1).max(4096).default(32),
  ExcludeCharacters: z.string().max(4096).default(""),
  ExcludeNumbers: flag,
  ExcludePunctuation: flag,
  ExcludeUppercase: flag,
  ExcludeLowercase: flag,
  IncludeSpace: flag,
  RequireEachIncludedType: z.boolean().default(true),
});

const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/**
 * API_GetRandomPassword. "If you don't include RequireEachIncludedType, the password contains at least one of every
 * character type." Not documented: a type all of whose characters are excluded; it is then not required.
 */
export const getRandomPassword = operation(input, (request) => {
  const allowed = (characters: string) =>
    [...characters].filter((character) => !request.ExcludeCharacters.includes(character));
  const types = [
    request.ExcludeLowercase ? [] : allowed("abcdefghijklmnopqrstuvwxyz"),
    request.ExcludeUppercase ? [] : allowed("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    request.ExcludeNumbers ? [] : allowed("0123456789"),
    request.ExcludePunctuation ? [] : allowed(PUNCTUATION),
    request.IncludeSpace ? allowed(" ") : [],
  ].filter((characters) => characters.length > 0);
  if (types.length === 0) throw invalidParameter("The password can't be empty: every character is excluded.");
  const required = request.RequireEachIncludedType ? types : [];
  if (request.PasswordLength < required.length) {
    throw invalidParameter("Password length is too short based on the required types.");
  }
  const all = types.flat();
  const characters = [
    ...required.map(pick),
    ...Array.from({ length: request.PasswordLength - required.length }, () => pick(all)),
  ];
  return { RandomPassword: shuffled(characters).join("") };
});

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? "";
}

/** Without it the required characters would always come first. */
function shuffled(characters: readonly string[]): string[] {
  const result: string[] = [];
  for (const character of characters) result.splice(randomInt(result.length + 1), 0, character);
  return result;
}
