import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { type Effect, type ErrorCode, isRotationError, RotationError } from "../errors";
import type { Deadline } from "../ports/clock";
import type { NewVersion, SecretDescription, SecretStore, VersionSelector } from "../ports/secret-store";
import type { Usage } from "../ports/usage";

/** Kept between invocations: its connections stay open while the function is warm. */
export function secretsManagerClient(endpoint: string | undefined): SecretsManagerClient {
  return new SecretsManagerClient({
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 4,
    // A lost reply must not cost the time in which Secrets Manager would have retried the whole step.
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
}

/** Left of the invocation's time for saying what went wrong. */
const RESERVE_MS = 1_000;

/** The only place that speaks to Secrets Manager. No call, its retries included, runs beyond the deadline. */
export function secretsManagerStore(client: SecretsManagerClient, usage: Usage, deadline: Deadline): SecretStore {
  const call = async <T>(
    operation: string,
    secretId: string,
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    const leftMs = deadline.remainingMs() - RESERVE_MS;
    if (leftMs <= 0) throw outOfTime(operation, secretId, "none");
    const timeLeft = new AbortController();
    const timer = setTimeout(() => timeLeft.abort(), leftMs);
    usage.apiCalls++;
    try {
      return await send({ abortSignal: timeLeft.signal });
    } catch (error) {
      throw timeLeft.signal.aborted ? outOfTime(operation, secretId, "unknown") : translate(operation, secretId, error);
    } finally {
      clearTimeout(timer);
    }
  };
  const get = (secretId: string, { versionId, label }: VersionSelector) => {
    const version = {
      ...(versionId === undefined ? {} : { VersionId: versionId }),
      ...(label === undefined ? {} : { VersionStage: label }),
    };
    return call("GetSecretValue", secretId, (options) =>
      client.send(new GetSecretValueCommand({ SecretId: secretId, ...version }), options),
    );
  };
  return {
    async describe(secretId): Promise<SecretDescription> {
      const answer = await call("DescribeSecret", secretId, (options) =>
        client.send(new DescribeSecretCommand({ SecretId: secretId }), options),
      );
      return {
        arn: answer.ARN ?? secretId,
        name: answer.Name ?? secretId,
        rotationEnabled: answer.RotationEnabled,
        createdAt: answer.CreatedDate,
        lastChangedAt: answer.LastChangedDate,
        lastRotatedAt: answer.LastRotatedDate,
        nextRotationAt: answer.NextRotationDate,
        rotateEveryDays: answer.RotationRules?.AutomaticallyAfterDays,
        deleted: answer.DeletedDate !== undefined,
        tags: new Map((answer.Tags ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""])),
        labels: new Map(Object.entries(answer.VersionIdsToStages ?? {})),
      };
    },

    async read(secretId: string, selector: VersionSelector): Promise<string> {
      const answer = await get(secretId, selector);
      if (answer.SecretString !== undefined) return answer.SecretString;
      throw new RotationError("bad_secret_value", {
        problem: `the value of ${secretId} is binary`,
        allowed: "a SecretString that holds the RDS MySQL structure as JSON",
        remedy: "store the value as a string (PutSecretValue with SecretString)",
      });
    },

    async versionMadeAt(secretId, versionId): Promise<Date | undefined> {
      try {
        return (await get(secretId, { versionId })).CreatedDate;
      } catch (error) {
        if (isRotationError(error, "version_not_found")) return undefined;
        throw error;
      }
    },

    async store(version: NewVersion): Promise<void> {
      refuseTooLarge(version);
      await call("PutSecretValue", version.secretId, (options) =>
        client.send(
          new PutSecretValueCommand({
            SecretId: version.secretId,
            ClientRequestToken: version.versionId,
            SecretString: version.value,
            VersionStages: [version.label],
            ...(version.rotationToken === undefined ? {} : { RotationToken: version.rotationToken }),
          }),
          options,
        ),
      );
    },

    async moveCurrent(secretId, toVersionId, fromVersionId): Promise<void> {
      await call("UpdateSecretVersionStage", secretId, (options) =>
        client.send(
          new UpdateSecretVersionStageCommand({
            SecretId: secretId,
            VersionStage: "AWSCURRENT",
            MoveToVersionId: toVersionId,
            ...(fromVersionId === undefined ? {} : { RemoveFromVersionId: fromVersionId }),
          }),
          options,
        ),
      );
    },

    async removeLabel(secretId, label, fromVersionId): Promise<void> {
      await call("UpdateSecretVersionStage", secretId, (options) =>
        client.send(
          new UpdateSecretVersionStageCommand({
            SecretId: secretId,
            VersionStage: label,
            RemoveFromVersionId: fromVersionId,
          }),
          options,
        ),
      );
    },

    async rotate(secretId): Promise<void> {
      await call("RotateSecret", secretId, (options) =>
        client.send(new RotateSecretCommand({ SecretId: secretId }), options),
      );
    },
  };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MAX_VALUE_BYTES = 65_536;

/** Refused here, because the service's own refusal of a value must not be quoted, and without it looks like a missing right. */
function refuseTooLarge({ secretId, value }: NewVersion): void {
  const bytes = Buffer.byteLength(value);
  if (bytes <= MAX_VALUE_BYTES) return;
  throw new RotationError("bad_secret_value", {
    problem: `the next value of ${secretId} is too large for Secrets Manager`,
    found: `${bytes} bytes`,
    allowed: `${MAX_VALUE_BYTES} bytes`,
    remedy: "move keys that are no part of the credential to another secret, then start the rotation again",
  });
}

function outOfTime(operation: string, secretId: string, effect: Effect): RotationError {
  return new RotationError(
    "deadline_exceeded",
    {
      problem: `the time of the invocation ended before Secrets Manager answered ${operation} of ${secretId}`,
      remedy: remedyOf("secrets_manager_unavailable", operation),
    },
    { effect },
  );
}

/** Errors of these names were refused before any effect; everything else may have happened. */
function translate(operation: string, secretId: string, error: unknown): RotationError {
  const name = error instanceof Error ? error.name : "UnknownError";
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  const refused = status !== undefined && status >= 400 && status < 500;
  // The service's texts name labels and versions, never values; a refusal of a value is still not quoted.
  const quotable = error instanceof Error && operation !== "PutSecretValue";
  const described = quotable ? `${name}: ${oneLine(error.message)}` : name;
  const code: ErrorCode = codeOf(operation, name, error, refused);
  return new RotationError(
    code,
    {
      problem: `${operation} of ${secretId} failed`,
      found: described,
      remedy: remedyOf(code, operation, name),
    },
    // The SDK's own error object carries the request; only what may be shown of it is kept as the cause.
    { effect: refused ? "none" : "unknown", cause: new Error(described) },
  );
}

function codeOf(operation: string, name: string, error: unknown, refused: boolean): ErrorCode {
  if (name === "ResourceNotFoundException") {
    // "…can't find the specified secret." or "… secret value for staging label: AWSPENDING" (https://github.com/aws/aws-sdk-js-v3/issues/7701).
    const valueIsMissing =
      operation === "GetSecretValue" && error instanceof Error && /secret value/.test(error.message);
    return valueIsMissing ? "version_not_found" : "secret_not_found";
  }
  if (name === "ResourceExistsException") return "version_already_exists";
  return refused && name !== "ThrottlingException" ? "secrets_manager_refused" : "secrets_manager_unavailable";
}

function remedyOf(code: ErrorCode, operation: string, name = ""): string {
  switch (code) {
    case "secret_not_found":
      return 'check that the secret exists in this account and region; the admin secret is the one that "masterarn" names';
    case "version_not_found":
      return "check that the version exists and has a value: a rotation that was interrupted before it stored one leaves none";
    case "version_already_exists":
      return "nothing: the version that is stored stays as it is";
    case "secrets_manager_refused":
      return refusalRemedy(operation, name);
    default:
      return "check the interface endpoint (or NAT), its security group and private DNS; the step can be repeated safely";
  }
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html */
function refusalRemedy(operation: string, name: string): string {
  if (/Decryption|Encryption|KMS/i.test(name))
    return "check that the secret's key is enabled, and that its policy lets the function's role use it (kms:Decrypt, kms:GenerateDataKey)";
  if (name === "LimitExceededException")
    return "wait a day: a secret keeps about 100 versions, and those without labels are removed a day after they were made";
  return `check that the function's role, the endpoint policy, the key policy and the secret's resource policy allow secretsmanager:${operation}, and that the secret is not scheduled for deletion`;
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").slice(0, 300);
}
