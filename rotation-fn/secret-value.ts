import { RotationError } from "./errors";
import { replaceMembers, topLevelKeys } from "./json-members";

/**
 * The value of an app secret: the documented RDS MySQL structure.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export interface SecretValue {
  /** The whole text as stored. Every member that is not named below belongs to others and survives untouched. */
  readonly text: string;
  readonly engine: "mysql" | "mariadb";
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly dbname: string | undefined;
  /** ARN or name of the admin secret, where an admin does the change. */
  readonly masterarn: string | undefined;
  /** The key is there, and null or empty: that must not count as a choice of another strategy. */
  readonly hasEmptyMasterarn: boolean;
  /** Where `host` is a read replica: the server on which passwords are changed. Keys of this function's own. */
  readonly writerHost: string | undefined;
  /** Absent: the same port as the reader's. */
  readonly writerPort: number | undefined;
  /** Absent or true in the text: TLS with verification. */
  readonly ssl: boolean;
}

/** The names that AWS's functions accept; Aurora is a MySQL to its clients. */
const ENGINES: readonly string[] = ["mysql", "aurora-mysql", "mariadb"];
const isEngine = (name: string): boolean => ENGINES.includes(name);
const engineOf = (name: string): SecretValue["engine"] => (name === "mariadb" ? "mariadb" : "mysql");

/** The value of an admin secret. RDS's own holds `username` and `password` only. */
export interface AdminSecretValue {
  readonly username: string;
  readonly password: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

/** MySQL's limit for user names. https://dev.mysql.com/doc/refman/8.4/en/user-names.html */
export const USERNAME_LIMIT = 32;
/** https://mariadb.com/kb/en/identifier-names/#maximum-length */
const MARIADB_USERNAME_LIMIT = 80;
const DATABASE_NAME_LIMIT = 64;
const NAME_RULE = "without control characters, characters beyond U+FFFF and blanks at either end";
/** The keys that have a meaning here. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  ...["engine", "host", "port", "username", "password", "dbname"],
  ...["masterarn", "writerHost", "writerPort", "ssl"],
]);

/** Reads the value of an app secret. Throws `bad_secret_value` that lists every problem. `where` names secret and version. */
export function parseSecretValue(text: string, where: string): SecretValue {
  const json = parseObject(text, where, "bad_secret_value");
  const problems: string[] = [];
  const string = (key: string, needed: boolean, allowed: string, valid: (value: string) => boolean): string => {
    const value = json[key];
    if (value === undefined || value === null) {
      if (needed) problems.push(`"${key}" is missing (allowed: ${allowed})`);
      return "";
    }
    if (typeof value !== "string" || !valid(value)) {
      problems.push(`"${key}" is ${described(value)} (allowed: ${allowed})`);
      // A mutant survives: a value with a problem is refused.
      return "";
    }
    return value;
  };
  const engine = engineOf(string("engine", true, ENGINES.map((name) => `"${name}"`).join(", "), isEngine));
  const host = string("host", true, "a host name or an IP address", isHost);
  const username = string("username", true, `1 to ${usernameLimit(engine)} characters, ${NAME_RULE}`, (value) =>
    isName(value, usernameLimit(engine)),
  );
  const password = string(
    "password",
    true,
    "a text; an account without a password is not rotated",
    (value) => value !== "",
  );
  // Left empty by tools that write every key: the same as left out.
  const dbname = string(
    "dbname",
    false,
    `a database name of 1 to ${DATABASE_NAME_LIMIT} characters, ${NAME_RULE}; or leave it out`,
    (value) => value === "" || isName(value, DATABASE_NAME_LIMIT),
  );
  const masterarn = string("masterarn", false, "the ARN or the name of the admin secret; or leave it out", isSecretId);
  const writerHost = string("writerHost", false, "a host name or an IP address", isHost);
  const port = portOf("port", json.port, problems) ?? 3306;
  const writerPort = portOf("writerPort", json.writerPort, problems);
  const ssl = sslOf(json.ssl);
  if (problems.length > 0) {
    throw new RotationError("bad_secret_value", {
      problem: `the value of ${where} cannot be used: ${problems.join("; ")}`,
      remedy: "correct the value of the secret (PutSecretValue), then start the rotation again",
    });
  }
  return {
    text,
    engine,
    host: withoutFinalDot(host),
    port,
    username,
    password,
    dbname: dbname === "" ? undefined : dbname,
    masterarn: masterarn === "" ? undefined : masterarn,
    hasEmptyMasterarn: "masterarn" in json && masterarn === "",
    writerHost: writerHost === "" ? undefined : withoutFinalDot(writerHost),
    writerPort,
    ssl,
  };
}

/** The longest user name of an engine, in characters. */
export function usernameLimit(engine: SecretValue["engine"]): number {
  return engine === "mariadb" ? MARIADB_USERNAME_LIMIT : USERNAME_LIMIT;
}

/** The same value for another credential: only `username` and `password` change in the text. */
export function withCredential(value: SecretValue, credential: { username: string; password: string }): string {
  return replaceMembers(
    value.text,
    new Map([
      ["username", credential.username],
      ["password", credential.password],
    ]),
  );
}

/** The same value for another server: only `host` and `port` change in the text, and a port that was text stays text. */
export function withAddress(value: SecretValue, { host, port }: { host: string; port: number }): string {
  const { port: before } = JSON.parse(value.text) as { readonly port?: unknown };
  const newPort = typeof before === "string" ? String(port) : port;
  const text = replaceMembers(
    value.text,
    new Map<string, string | number>([
      ["host", host],
      ["port", newPort],
    ]),
  );
  return before === undefined ? text.replace(/\}\s*$/, `, "port": ${port}}`) : text;
}

/** Reads the value of an admin secret. Throws `bad_admin_secret`. */
export function parseAdminSecretValue(text: string, where: string): AdminSecretValue {
  const json = parseObject(text, where, "bad_admin_secret");
  const { username, password, host, port } = json;
  if (typeof username !== "string" || typeof password !== "string" || username === "" || password === "") {
    throw new RotationError("bad_admin_secret", {
      problem: `the value of ${where} holds no credential`,
      found: keysOf(json),
      allowed: 'an object with the strings "username" and "password", as RDS writes it',
      remedy: 'let "masterarn" of the app secret name the admin secret of the database',
    });
  }
  return {
    username,
    password,
    host: typeof host === "string" && host !== "" ? host : undefined,
    // Only where host and port are another server's than the app secret's; a wrong one is of no consequence elsewhere.
    // A mutant survives: what is wrong with this port is not told.
    port: portOf("port", port, []),
  };
}

function parseObject(
  text: string,
  where: string,
  code: "bad_secret_value" | "bad_admin_secret",
): Record<string, unknown> {
  const refuse = (problem: string): never => {
    throw new RotationError(code, {
      problem: `the value of ${where} ${problem}`,
      allowed: "one JSON object with the keys of the RDS MySQL structure",
      remedy: "correct the value of the secret (PutSecretValue), then start the rotation again",
    });
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is the secret: it is not kept as a cause.
    return refuse("is not JSON");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return refuse("is not a JSON object");
  const keys = topLevelKeys(text);
  // Parsers differ in which one counts, so an application may log in with the other one. Keys of other people's survive as they are.
  const twice = keys.find((key, index) => OWN_KEYS.has(key) && keys.indexOf(key) !== index);
  if (twice !== undefined)
    return refuse(`holds the key "${twice}" more than once, of which each reader takes another one`);
  return json as Record<string, unknown>;
}

/** What a value is, never its text: people paste passwords and connection URLs into whatever field is next to them. */
function described(value: unknown): string {
  if (typeof value === "string") return value === "" ? "an empty text" : `a text of ${value.length} characters`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The names of the keys, as far as they look like names of keys: a password may stand where a key should. */
function keysOf(json: Record<string, unknown>): string {
  const keys = Object.keys(json);
  const names = keys.filter(looksLikeKey).slice(0, 20);
  const others = keys.length - names.length;
  return `the keys ${[...names, ...(others === 0 ? [] : [`${others} more`])].join(", ") || "(none)"}`;
}

function looksLikeKey(key: string): boolean {
  return /^[a-z][A-Za-z_-]{0,39}$/.test(key);
}

function portOf(key: string, value: unknown, problems: string[]): number | undefined {
  if (value === undefined || value === null) return undefined;
  const port = typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value;
  // A mutant survives: only a number is an integer.
  if (typeof port === "number" && Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  problems.push(`"${key}" is ${described(value)} (allowed: 1 to 65535)`);
  return undefined;
}

/** What is neither true nor false means TLS, as if it were left out: as in AWS's functions, and the safe side. */
function sslOf(value: unknown): boolean {
  return value !== false && !(typeof value === "string" && value.toLowerCase() === "false");
}

function isHost(value: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\.?$/.test(value) || /^[0-9A-Fa-f:]{2,45}$/.test(value);
}

/** A name that is complete may end in a dot. Certificates and SNI know it without (RFC 6066, section 3). */
function withoutFinalDot(host: string): string {
  return host.replace(/\.$/, "");
}

/** A name is looked up in the function's own account and region. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
function isSecretId(value: string): boolean {
  return value === "" || /^arn:[^\s]{1,2048}$/.test(value) || /^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(value);
}

/** Names are kept in utf8mb3: characters beyond the basic plane become "?", and two names one. Control characters would forge lines in a log. */
export function isName(value: string, limit: number): boolean {
  return (
    value.length >= 1 && value.length <= limit && !/[\p{Cc}\u{10000}-\u{10ffff}]/u.test(value) && value.trim() === value
  );
}
