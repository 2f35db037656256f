import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Credential } from "./login";

/** Reads the credential that is AWSCURRENT, or a given version. */
export type ReadCredential = (versionId?: string) => Promise<Credential>;

/**
 * Reads an app secret through the official client, as an application does. Every password that is read is shown to `register`.
 */
export function credentialReader(
  secretsManager: SecretsManagerClient,
  secretId: string,
  register: (password: string) => void,
): ReadCredential {
  return async (versionId) => {
    const answer = await secretsManager.send(new GetSecretValueCommand({ SecretId: secretId, VersionId: versionId }));
    const value: unknown = JSON.parse(answer.SecretString ?? "null");
    const { password, ...rest } = credentialIn(value);
    register(password);
    return { versionId: answer.VersionId ?? "", password, ...rest };
  };
}

function credentialIn(value: unknown): Omit<Credential, "versionId"> {
  if (typeof value !== "object" || value === null) throw new TypeError("the secret's value is not a JSON object");
  const members = value as Readonly<Record<string, unknown>>;
  const text = (name: string): string => {
    const found = members[name];
    if (typeof found !== "string" || found === "") throw new TypeError(`the secret's value has no text "${name}"`);
    return found;
  };
  const port = Number(members.port);
  if (!Number.isInteger(port)) throw new TypeError('the secret\'s value has no number "port"');
  return { host: text("host"), port, database: text("dbname"), username: text("username"), password: text("password") };
}
