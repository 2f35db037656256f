import { DatabaseCredential, type StagingLabel } from "./database-credential";
import { CredentialError } from "./errors";

const DEFAULT_PORT = 3306;
const ENGINES: ReadonlySet<unknown> = new Set(["mysql", "mariadb"]);

/** What GetSecretValue answered, as far as it matters here. */
export interface SecretText {
  readonly secretId: string;
  readonly versionId: string;
  readonly label: StagingLabel;
  /** `undefined` for a binary secret. */
  readonly text: string | undefined;
}

/**
 * Reads the documented structure of an RDS MySQL secret
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html). Unknown members are ignored.
 * Throws `not_a_database_secret`, which names the member and never its value.
 */
export function parseSecret(secret: SecretText): DatabaseCredential {
  const { versionId, label } = secret;
  const members = membersOf(secret);
  const { engine, host, port, dbname } = members;
  if (engine !== undefined && !ENGINES.has(engine))
    throw notADatabaseSecret(secret, '"engine" is not mysql or mariadb');
  return new DatabaseCredential({
    versionId,
    label,
    username: requiredText(secret, members, "username"),
    password: requiredText(secret, members, "password"),
    host: optionalText(secret, "host", host),
    port: portOf(secret, port),
    database: optionalText(secret, "dbname", dbname),
  });
}

function membersOf(secret: SecretText): Readonly<Record<string, unknown>> {
  if (secret.text === undefined) throw notADatabaseSecret(secret, "a binary value");
  let value: unknown;
  try {
    value = JSON.parse(secret.text);
  } catch {
    // The error of JSON.parse quotes the text, which holds the password: it is not kept as cause.
    throw notADatabaseSecret(secret, "text that is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw notADatabaseSecret(secret, "JSON that is not an object");
  }
  return value as Readonly<Record<string, unknown>>;
}

function requiredText(secret: SecretText, members: Readonly<Record<string, unknown>>, name: string): string {
  const text = optionalText(secret, name, members[name]);
  if (text === undefined) throw notADatabaseSecret(secret, `no text in "${name}"`);
  return text;
}

function optionalText(secret: SecretText, name: string, found: unknown): string | undefined {
  if (found === undefined || found === null || found === "") return undefined;
  if (typeof found !== "string") throw notADatabaseSecret(secret, `"${name}" is not a text`);
  return found;
}

function portOf(secret: SecretText, found: unknown): number {
  if (found === undefined || found === null) return DEFAULT_PORT;
  const port = typeof found === "string" && /^\d{1,5}$/.test(found) ? Number(found) : found;
  if (typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw notADatabaseSecret(secret, '"port" is not a number from 1 to 65535');
}

function notADatabaseSecret({ secretId, versionId, label }: SecretText, found: string): CredentialError {
  return new CredentialError("not_a_database_secret", {
    failed: `the value of secret ${secretId} (${label}, version ${versionId}) is not a MySQL credential`,
    found,
    remedy: 'store a JSON object with at least "username" and "password", and "host", "port" and "dbname" where needed',
  });
}
