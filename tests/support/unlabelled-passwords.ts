import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  type SecretVersionsListEntry,
} from "@aws-sdk/client-secrets-manager";
import type { AppSecret, AppValue } from "./app-secret";
import { logIn } from "./rotation-world";

/**
 * The credentials that log in although no label holds them: docs/decisions/025-how-old-a-password-gets.md promises that there are none once a rotation is complete,
 * because a replaced password ends with the second rotation after the one that made it. Tries the `latest` versions only.
 */
export async function unlabelledPasswords(secret: AppSecret, latest = 100): Promise<string[]> {
  const versions = await versionsOf(secret);
  const labelled = versions.filter(({ VersionStages = [] }) => VersionStages.length > 0);
  const held = (await valuesOf(secret, labelled)).map(({ value }) => credentialKey(value));
  const open: string[] = [];
  for (const { versionId, value } of await valuesOf(secret, versions.slice(-latest))) {
    if (held.includes(credentialKey(value))) continue;
    if (await opens(value)) open.push(`'${value.username}' with the password of version ${versionId}`);
  }
  return open;
}

/** Every version that the secret has ever had, the oldest first. */
async function versionsOf({ client, arn }: AppSecret): Promise<SecretVersionsListEntry[]> {
  const versions: SecretVersionsListEntry[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSecretVersionIdsCommand({ SecretId: arn, IncludeDeprecated: true, NextToken }),
    );
    versions.push(...(page.Versions ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return versions;
}

/** Versions without a value hold no credential. */
async function valuesOf(
  { client, arn }: AppSecret,
  versions: readonly SecretVersionsListEntry[],
): Promise<{ versionId: string; value: AppValue }[]> {
  const values: { versionId: string; value: AppValue }[] = [];
  for (const { VersionId: versionId = "" } of versions) {
    const answer = await client
      .send(new GetSecretValueCommand({ SecretId: arn, VersionId: versionId }))
      .catch(() => undefined);
    if (answer?.SecretString !== undefined) values.push({ versionId, value: JSON.parse(answer.SecretString) });
  }
  return values;
}

/** Whether the server accepts the credential; the database of the secret need not be open to it. */
export function opens(value: AppValue): Promise<boolean> {
  return logIn({ ...value, dbname: "information_schema" }).then(
    () => true,
    () => false,
  );
}

function credentialKey({ username, password }: AppValue): string {
  return JSON.stringify([username, password]);
}
