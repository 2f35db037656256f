import { randomInt } from "node:crypto";
import { RotationError } from "./errors";
import { type PasswordPolicy, SETTING_NAMES } from "./settings";

/**
 * The 32 ASCII punctuation characters. GetRandomPassword uses the same set (its documentation lists it under
 * ExcludePunctuation), so a policy written for it means the same here.
 */
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/**
 * No server policy that is in use asks for more of one type. Below half of what is expected by chance, so that few passwords are drawn again
 * and nearly no strength is lost.
 */
const MAX_OF_EACH_TYPE = 4;

/**
 * A password under the policy, from the local cryptographic generator: no API call, no permission, and the same
 * exclusions as the service's GetRandomPassword. Every character of the pool is equally likely. A policy that requires each type gets at
 * least one character of it, and of a type with many characters up to four: MySQL's validate_password counts them, and would otherwise refuse
 * one password in some hundreds.
 * Throws `bad_setting` when the policy leaves nothing to choose from.
 */
export function generatePassword(policy: PasswordPolicy): string {
  const types = includedTypes(policy);
  const pool = types.join("");
  const required = policy.requireEachIncludedType
    ? types.map((type) => ({ type, min: minOf(type, pool, policy.length) }))
    : [];
  if (pool === "" || required.length > policy.length) {
    throw new RotationError("bad_setting", {
      problem: "the password policy cannot be met",
      found: `${pool.length} usable characters of ${types.length} types for ${policy.length} places`,
      allowed: "at least one usable character, and a place for each included type",
      remedy: `exclude less (${SETTING_NAMES.excludeCharacters} and the other EXCLUDE_ settings) or raise ${SETTING_NAMES.passwordLength}`,
    });
  }
  // Drawn again until every type is there: that keeps the places of the types unpredictable, which filling them in would not.
  for (;;) {
    const password = Array.from({ length: policy.length }, () => pool.charAt(randomInt(pool.length))).join("");
    if (required.every(({ type, min }) => [...password].filter((one) => type.includes(one)).length >= min))
      return password;
  }
}

function minOf(type: string, pool: string, length: number): number {
  const byChance = (length * type.length) / pool.length;
  return Math.min(Math.max(1, Math.floor(byChance / 2)), MAX_OF_EACH_TYPE);
}

function includedTypes(policy: PasswordPolicy): readonly string[] {
  return [
    policy.excludeLowercase ? "" : "abcdefghijklmnopqrstuvwxyz",
    policy.excludeUppercase ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    policy.excludeNumbers ? "" : "0123456789",
    policy.excludePunctuation ? "" : PUNCTUATION,
  ]
    .map((type) => [...type].filter((character) => !policy.excludeCharacters.includes(character)).join(""))
    .filter((type) => type !== "");
}
