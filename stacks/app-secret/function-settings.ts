import type { Environment } from "../../environments/schema";
import { SETTING_NAMES } from "../../rotation-fn/settings";

/** The environment variables of the function. They contain no secrets: everybody who can read the function can read them. */
export function functionSettings(environment: Environment, databaseHost: string): Record<string, string> {
  const { logLevel, passwordPolicy } = environment.rotationFunction;
  return {
    [SETTING_NAMES.rotationStrategy]: "alternating-users",
    [SETTING_NAMES.allowedDatabaseHosts]: databaseHost,
    [SETTING_NAMES.logLevel]: logLevel,
    [SETTING_NAMES.passwordLength]: String(passwordPolicy.length.value),
    [SETTING_NAMES.excludeCharacters]: asTerraformText(passwordPolicy.excludeCharacters),
    [SETTING_NAMES.excludeNumbers]: String(passwordPolicy.excludeNumbers),
    [SETTING_NAMES.excludePunctuation]: String(passwordPolicy.excludePunctuation),
    [SETTING_NAMES.excludeUppercase]: String(passwordPolicy.excludeUppercase),
    [SETTING_NAMES.excludeLowercase]: String(passwordPolicy.excludeLowercase),
    [SETTING_NAMES.requireEachIncludedType]: String(passwordPolicy.requireEachIncludedType),
  };
}

/**
 * The same characters, each once, in descending order of code. Terraform starts an expression at `${` and `%{`; in
 * this order the brace precedes both signs.
 */
function asTerraformText(characters: string): string {
  return [...new Set(characters)].sort().reverse().join("");
}
