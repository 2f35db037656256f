import { createHash, randomUUID } from "node:crypto";
import { isRotationError, RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import { generatePassword } from "../password";
import { type SecretDescription, type SecretStore, unfinishedVersion, versionLabelled } from "../ports/secret-store";
import { parseSecretValue, type SecretValue, withAddress } from "../secret-value";
import type { Settings } from "../settings";
import { isSameHost, requireSameHost } from "../strategies/guards";
import { userPair } from "../strategies/user-pair";

/**
 * The value that the app user must be brought to:
 * - `current`: the one in AWSCURRENT.
 * - `moved`: its user and password, at the address to which the environment's database has moved; to be stored when all is done.
 * - `resumed`: one that an earlier, broken-off provisioning stored.
 * - `made`: a new one, to be stored before any database effect.
 */
export interface ProvisionedValue {
  readonly value: SecretValue;
  readonly versionId: string;
  readonly origin: "current" | "moved" | "resumed" | "made";
  /** The secret as it was when the value was read. */
  readonly secret: SecretDescription;
  /** The version that was AWSCURRENT then. */
  readonly readFrom: string | undefined;
}

/** Decides, and changes nothing. Throws `host_mismatch`, `user_mismatch` or `rotation_in_progress` for a value that does not fit. */
export async function valueToProvision(
  event: ProvisionEvent,
  secret: SecretDescription,
  secrets: SecretStore,
  settings: Settings,
): Promise<ProvisionedValue> {
  const current = versionLabelled(secret, "AWSCURRENT");
  const read = { secret, readFrom: current };
  const stored = current ?? versionLabelled(secret, "AWSPENDING");
  if (stored !== undefined) {
    const text = await secrets.read(secret.arn, { versionId: stored });
    const value = parseSecretValue(text, `${secret.name} (version ${stored})`);
    requireMatchingValue(value, event, secret);
    if (isSameHost(value.host, event.host) && value.port === event.port) {
      return { value, versionId: stored, origin: current === undefined ? "resumed" : "current", ...read };
    }
    requireMoved(value, event, secret);
    const moved = parseSecretValue(withAddress(value, event), `${secret.name} (at its new address)`);
    return { value: moved, versionId: randomUUID(), origin: "moved", ...read };
  }
  const text = JSON.stringify({
    engine: event.engine ?? "mysql",
    host: event.host,
    port: event.port,
    username: event.username,
    password: generatePassword(settings.passwordPolicy),
    dbname: event.dbname,
    masterarn: event.adminSecretId,
  });
  const value = parseSecretValue(text, `${secret.name} (first value)`);
  return { value, versionId: firstVersionId(secret.arn), origin: "made", ...read };
}

/**
 * Stores a made value before any database effect, or gives the one that was stored before. The version's id is made from the secret's
 * ARN, so that Secrets Manager itself refuses a second first value, however late a description of the secret is.
 */
export async function storeFirstValue(
  made: ProvisionedValue,
  event: ProvisionEvent,
  secrets: SecretStore,
): Promise<ProvisionedValue> {
  const { secret, versionId } = made;
  try {
    await secrets.store({ secretId: secret.arn, versionId, value: made.value.text, label: "AWSPENDING" });
    return made;
  } catch (error) {
    if (!isRotationError(error, "version_already_exists")) throw error;
    const text = await secrets.read(secret.arn, { versionId });
    const value = parseSecretValue(text, `${secret.name} (version ${versionId})`);
    requireMatchingValue(value, event, secret);
    return { ...made, value, origin: "resumed" };
  }
}

/** In the form of a UUID, as the SDKs make them. A secret that is deleted and created again has another ARN. */
function firstVersionId(arn: string): string {
  const hash = createHash("sha256").update(`first value of ${arn}`).digest("hex");
  // A mutant survives: the hash is one line, and longer than the groups.
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/**
 * Where the environment's database was before, `track-app-users` tells, or Terraform itself (`tf.prev_input`, under lifecycle_scope
 * CRUD). So an environment whose database was replaced or restored under another address can be told from a secret that speaks of
 * another database than the environment.
 */
function requireMoved(value: SecretValue, event: ProvisionEvent, secret: SecretDescription): void {
  const before = (event.tf?.prev_input ?? {}) as { readonly host?: unknown; readonly port?: unknown };
  // A mutant survives: a mutant's element has no address.
  const known = [before, ...(event.tracked?.addresses ?? [])];
  if (
    !known.some(({ host, port }) => typeof host === "string" && isSameHost(host, value.host) && port === value.port)
  ) {
    requireSameHost(value, event.host, "the environment");
    throw new RotationError("host_mismatch", {
      problem: `the secret ${secret.name} and the environment name different ports`,
      found: `${value.port} and ${event.port}`,
      allowed: "the same port in both",
      remedy: 'correct "port" in the secret; nothing was changed',
    });
  }
  const pending = unfinishedVersion(secret);
  if (pending === undefined) return;
  throw new RotationError("rotation_in_progress", {
    problem: `the database of the secret ${secret.name} has moved, and a rotation that began before is not finished`,
    found: `the pending version ${pending}, for ${value.host}:${value.port}`,
    allowed: "no pending version",
    remedy:
      `apply again when it is done; if the old database is gone, cancel it: aws secretsmanager update-secret-version-stage ` +
      `--secret-id ${secret.name} --version-stage AWSPENDING --remove-from-version-id ${pending}; nothing was changed`,
  });
}

function requireMatchingValue(value: SecretValue, event: ProvisionEvent, secret: SecretDescription): void {
  const pair = userPair(secret);
  const differences = [
    value.dbname === event.dbname ? undefined : `database "${value.dbname ?? ""}" and "${event.dbname}"`,
    pair.base(value.username) === pair.base(event.username)
      ? undefined
      : `user '${value.username}' and '${event.username}'`,
  ].filter((difference) => difference !== undefined);
  if (differences.length === 0) return;
  throw new RotationError("user_mismatch", {
    problem: `the secret ${secret.name} has a value for something else than the environment asks for`,
    found: differences.join("; "),
    allowed: "the same database and user in both",
    remedy: "give the new user a secret of its own, or correct the environment; nothing was changed",
  });
}
