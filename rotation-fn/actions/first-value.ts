import { randomUUID } from "node:crypto";
import { RotationError } from "../errors";
import type { ProvisionEvent } from "../event";
import { generatePassword } from "../password";
import { type SecretDescription, type SecretStore, versionLabelled } from "../ports/secret-store";
import { parseSecretValue, type SecretValue } from "../secret-value";
import type { Settings } from "../settings";
import { requireSameHost } from "../strategies/guards";
import { baseUsername } from "../strategies/user-pair";

/** The value that the app user must be brought to, and where it stands. */
export interface ProvisionedValue {
  readonly value: SecretValue;
  readonly versionId: string;
  readonly origin: "current" | "resumed" | "made";
}

/**
 * The secret's current value; or the one that an earlier, broken-off provisioning stored; or a new one, stored before any
 * database effect. The first version of a secret becomes AWSCURRENT by itself, whatever label was asked for
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html), which is harmless: a broken-off
 * provisioning then finds a current value and converges the user to it.
 */
export async function valueToProvision(
  event: ProvisionEvent,
  adminArn: string,
  secret: SecretDescription,
  secrets: SecretStore,
  settings: Settings,
): Promise<ProvisionedValue> {
  const current = versionLabelled(secret, "AWSCURRENT");
  const stored = current ?? versionLabelled(secret, "AWSPENDING");
  if (stored !== undefined) {
    const text = await secrets.read(secret.arn, { versionId: stored });
    const value = parseSecretValue(text, `${secret.name} (version ${stored})`);
    requireFitting(value, event, secret);
    return { value, versionId: stored, origin: current === undefined ? "resumed" : "current" };
  }
  const versionId = randomUUID();
  const text = JSON.stringify({
    engine: "mysql",
    host: event.host,
    port: event.port,
    username: event.username,
    password: generatePassword(settings.passwordPolicy),
    dbname: event.dbname,
    masterarn: adminArn,
  });
  const value = parseSecretValue(text, `${secret.name} (first value)`);
  await secrets.store({ secretId: secret.arn, versionId, value: text, label: "AWSPENDING" });
  return { value, versionId, origin: "made" };
}

function requireFitting(value: SecretValue, event: ProvisionEvent, secret: SecretDescription): void {
  requireSameHost(value, event.host, "the environment");
  const differences = [
    value.port === event.port ? undefined : `port ${value.port} and ${event.port}`,
    value.dbname === event.dbname ? undefined : `database "${value.dbname ?? ""}" and "${event.dbname}"`,
    baseUsername(value.username) === event.username ? undefined : `user '${value.username}' and '${event.username}'`,
  ].filter((difference) => difference !== undefined);
  if (differences.length === 0) return;
  throw new RotationError("user_mismatch", {
    problem: `the secret ${secret.name} has a value for something else than the environment asks for`,
    found: differences.join("; "),
    allowed: "the same port, database and user in both",
    remedy: "give the new user a secret of its own, or correct the environment; nothing was changed",
  });
}
