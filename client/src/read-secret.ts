import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { credentialError } from "./aws-errors";
import type { DatabaseCredential, StagingLabel } from "./database-credential";
import { parseSecret } from "./parse-secret";

/** What is used of the SDK's `SecretsManagerClient`; any version 3 of it fits. */
export interface SecretsManagerLike {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

/** Reads the version under a label, once. Throws a `CredentialError`. */
export type ReadSecret = (label: StagingLabel, signal: AbortSignal) => Promise<DatabaseCredential>;

const CONNECT_TIMEOUT_MS = 2_000;

/** A client for reads by this package: it retries nothing by itself, because {@link readWithRetries} does, with a bound for all attempts. */
export function defaultClient(): SecretsManagerLike {
  return new SecretsManagerClient({ maxAttempts: 1, requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS } });
}

export function secretReader(client: SecretsManagerLike, secretId: string): ReadSecret {
  return async (label, signal) => {
    let answer: { readonly SecretString?: string; readonly VersionId?: string };
    try {
      const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: label });
      answer = (await client.send(command, { abortSignal: signal })) as typeof answer;
    } catch (error) {
      throw credentialError(error, secretId);
    }
    return parseSecret({ secretId, versionId: answer.VersionId ?? "", label, text: answer.SecretString });
  };
}
