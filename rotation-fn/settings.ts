import { RotationError } from "./errors";

/**
 * The one definition of the function's settings (environment variables). The stacks import the names from here.
 *
 * The names in the first group are those of AWS's own rotation functions, so that one can take the place of the other:
 * https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas
 */
export const SETTING_NAMES = {
  secretsManagerEndpoint: "SECRETS_MANAGER_ENDPOINT",
  excludeCharacters: "EXCLUDE_CHARACTERS",
  passwordLength: "PASSWORD_LENGTH",
  excludeNumbers: "EXCLUDE_NUMBERS",
  excludePunctuation: "EXCLUDE_PUNCTUATION",
  excludeUppercase: "EXCLUDE_UPPERCASE",
  excludeLowercase: "EXCLUDE_LOWERCASE",
  requireEachIncludedType: "REQUIRE_EACH_INCLUDED_TYPE",
  usernameCharacterLimit: "USERNAME_CHARACTER_LIMIT",

  rotationStrategy: "ROTATION_STRATEGY",
  databaseCaFile: "DATABASE_CA_FILE",
  allowPlaintextDatabase: "ALLOW_PLAINTEXT_DATABASE",
  allowedDatabaseHosts: "ALLOWED_DATABASE_HOSTS",
  allowAdminReset: "ALLOW_ADMIN_RESET",
  logLevel: "LOG_LEVEL",
} as const;

/** What the alternate user's name ends in: `app_clone` beside `app`, as AWS's own rotation functions call it. */
export const ALTERNATE_SUFFIX = "_clone";

/**
 * What a password is made of by default: letters, digits and the four other characters that RFC 3986 reserves for nothing
 * (section 2.3), so that a connection URL put together by hand is right. 35 of these 66 are worth 211 bits, more than the 207 of
 * the 32 characters of AWS's functions (docs/decisions/043-passwords-fit-into-urls.md).
 */
export const DEFAULT_PASSWORD = { length: 35, excludeCharacters: "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}" } as const;

export const STRATEGY_NAMES = ["alternating-users", "single-user", "admin-rotated"] as const;
export type StrategyName = (typeof STRATEGY_NAMES)[number];

/** The tag on a secret that chooses its strategy. */
export const STRATEGY_TAG = "rotation:strategy";

/**
 * The tag on a secret that names its two users, with a blank between: for a pair that has been there before, or whose names do
 * not follow `app` and `app_clone`. Of the secret and not in its value, because who may write the value must not choose users.
 */
export const USERNAMES_TAG = "rotation:usernames";

/**
 * What an audit of an environment measures in CloudWatch under {@link METRIC_NAMESPACE}, over all its secrets: so that monitoring costs the same with
 * 3 and with 300. The reading of the audit, and the metric's name; the stacks build their alarms on these. All but the days are 0 where all is well; what
 * could be found out of no secret is left out.
 */
export const METRICS = {
  /** Since the last rotation of the secret that has waited longest; since it was made where there was none yet. */
  daysSinceRotation: "DaysSinceRotation",
  /** The number of secrets that should have rotated by now, or do not rotate at all. */
  rotationOverdue: "RotationOverdue",
  /** The number of secrets whose rotation has begun and not ended for too long. */
  pendingStuck: "PendingStuck",
  /** The number of secrets with whose AWSCURRENT the server refuses the login. No answer from the server does not count. */
  loginFails: "LoginFailed",
  /** The number of secrets whose accounts are not as they should be. */
  grantDrift: "GrantDrift",
  /** The number of secrets an account of which is opened by a password that no label holds. */
  unlabelledPasswords: "UnlabelledPasswords",
  /** The number of secrets of which something could not be found out. */
  auditFailed: "AuditFailed",
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];

export const METRIC_NAMESPACE = "RotatingRdsMysql";
/** The one dimension of each metric; its value is the environment's name. */
export const METRIC_DIMENSION = "Environment";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Which characters a password is made of, and how many. */
export interface PasswordPolicy {
  readonly length: number;
  /** Characters that no password may hold. */
  readonly excludeCharacters: string;
  readonly excludeNumbers: boolean;
  readonly excludePunctuation: boolean;
  readonly excludeUppercase: boolean;
  readonly excludeLowercase: boolean;
  readonly requireEachIncludedType: boolean;
}

export interface Settings {
  readonly secretsManagerEndpoint: string | undefined;
  readonly passwordPolicy: PasswordPolicy;
  /** The longest alternate user name, where it is to be shorter than the engine allows. */
  readonly usernameCharacterLimit: number | undefined;
  /** For secrets without the tag {@link STRATEGY_TAG}. */
  readonly rotationStrategy: StrategyName | undefined;
  /** A PEM file whose certificates are trusted beside the region's RDS roots. */
  readonly databaseCaFile: string | undefined;
  readonly allowPlaintextDatabase: boolean;
  /** When not empty: the only hosts to which a credential may be sent, whatever a secret's value says. */
  readonly allowedDatabaseHosts: readonly string[];
  /**
   * Whether the strategy admin-rotated may set the password of an account whose current one the secret does not know any more. Of
   * the function and not of a secret, because who may write a secret's value must not be able to allow it.
   */
  readonly allowAdminReset: boolean;
  readonly logLevel: LogLevel;
}

/** Reads the settings. Throws `bad_setting` that lists every wrong one. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const text = (name: string): string | undefined => environment[name] || undefined;
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const found = text(name);
    if (found === undefined) return undefined;
    const match = allowed.find((value) => value === found.toLowerCase());
    if (match === undefined) problems.push(`${name} is "${found.slice(0, 60)}", allowed: ${allowed.join(", ")}`);
    return match;
  };
  const flag = (name: string, byDefault: boolean): boolean => {
    const found = oneOf(name, ["true", "1", "y", "yes", "false", "0", "n", "no"] as const);
    return found === undefined ? byDefault : ["true", "1", "y", "yes"].includes(found);
  };
  const numberSetting = (name: string, { min, max }: { min: number; max: number }): number | undefined => {
    const found = text(name);
    if (found === undefined) return undefined;
    const number = /^\d{1,4}$/.test(found) ? Number(found) : Number.NaN;
    if (number >= min && number <= max) return number;
    problems.push(`${name} is "${found.slice(0, 60)}", allowed: ${min} to ${max}`);
    return undefined;
  };

  const settings: Settings = {
    secretsManagerEndpoint: text(SETTING_NAMES.secretsManagerEndpoint),
    passwordPolicy: {
      length: numberSetting(SETTING_NAMES.passwordLength, { min: 8, max: 128 }) ?? DEFAULT_PASSWORD.length,
      excludeCharacters: environment[SETTING_NAMES.excludeCharacters] ?? DEFAULT_PASSWORD.excludeCharacters,
      excludeNumbers: flag(SETTING_NAMES.excludeNumbers, false),
      excludePunctuation: flag(SETTING_NAMES.excludePunctuation, false),
      excludeUppercase: flag(SETTING_NAMES.excludeUppercase, false),
      excludeLowercase: flag(SETTING_NAMES.excludeLowercase, false),
      requireEachIncludedType: flag(SETTING_NAMES.requireEachIncludedType, true),
    },
    usernameCharacterLimit: numberSetting(SETTING_NAMES.usernameCharacterLimit, { min: 7, max: 80 }),
    rotationStrategy: oneOf(SETTING_NAMES.rotationStrategy, STRATEGY_NAMES),
    databaseCaFile: text(SETTING_NAMES.databaseCaFile),
    allowPlaintextDatabase: flag(SETTING_NAMES.allowPlaintextDatabase, false),
    allowedDatabaseHosts: (text(SETTING_NAMES.allowedDatabaseHosts) ?? "")
      .split(/[\s,]+/)
      .filter((host) => host !== ""),
    allowAdminReset: flag(SETTING_NAMES.allowAdminReset, false),
    logLevel: oneOf(SETTING_NAMES.logLevel, LOG_LEVELS) ?? "info",
  };
  if (problems.length > 0) {
    throw new RotationError("bad_setting", {
      problem: `the function's settings are wrong: ${problems.join("; ")}`,
      remedy: "correct the environment variables of the function",
    });
  }
  return settings;
}
