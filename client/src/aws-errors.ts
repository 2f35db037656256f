import { CredentialError, type CredentialErrorCode } from "./errors";

/** What the SDK's errors have in common, as far as it is read here. */
interface AwsError extends Error {
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly code?: unknown;
}

const BY_NAME: ReadonlyMap<string, CredentialErrorCode> = new Map([
  ["ResourceNotFoundException", "not_found"],
  ["InvalidParameterException", "not_found"],
  ["ValidationException", "not_found"],
  ["DecryptionFailure", "key_unusable"],
  ["DecryptionFailureException", "key_unusable"],
  ["AccessDeniedException", "access_denied"],
  ["UnrecognizedClientException", "access_denied"],
  ["InvalidClientTokenId", "access_denied"],
  ["InvalidSignatureException", "access_denied"],
  ["IncompleteSignature", "access_denied"],
  ["MissingAuthenticationTokenException", "access_denied"],
  ["ExpiredTokenException", "access_denied"],
  ["CredentialsProviderError", "access_denied"],
  ["ThrottlingException", "throttled"],
  ["Throttling", "throttled"],
  ["ThrottledException", "throttled"],
  ["TooManyRequestsException", "throttled"],
  ["RequestLimitExceeded", "throttled"],
]);

/** The classes and remedies of what GetSecretValue can fail with. */
const REMEDIES: Readonly<Partial<Record<CredentialErrorCode, string>>> = {
  not_found: "check the secret's name or ARN and the region, and that the secret has a value",
  access_denied:
    "attach the consumer policy of this secret to the application's role, and check the role's credentials",
  key_unusable: "enable the secret's KMS key, and allow kms:Decrypt on it through Secrets Manager",
  deleted: "restore the secret within its recovery window, or name another one",
  throttled: "wait; if it stays, find who calls Secrets Manager often: this package reads once in minutes",
  unreachable: "check the network path to Secrets Manager: VPC endpoint, security groups, DNS, proxy",
};

/** Maps an error of the SDK, or of the network beneath it, to the closed vocabulary. Every error that is not known is `unreachable`. */
export function credentialError(error: unknown, secretId: string): CredentialError {
  if (CredentialError.is(error)) return error;
  const code = codeOf(error);
  return new CredentialError(
    code,
    {
      failed: `reading secret ${secretId} from Secrets Manager failed`,
      found: describe(error),
      remedy: REMEDIES[code] ?? "read what was found",
    },
    withoutResponse(error),
  );
}

function codeOf(error: unknown): CredentialErrorCode {
  if (!(error instanceof Error)) return "unreachable";
  const { name, message, $metadata } = error as AwsError;
  // The service answers AccessDeniedException as well where the caller may read the secret and not use its key.
  if (name === "AccessDeniedException" && /\bKMS\b/i.test(message)) return "key_unusable";
  if (name === "InvalidRequestException") return /delet/i.test(message) ? "deleted" : "not_found";
  const known = BY_NAME.get(name);
  if (known !== undefined) return known;
  if ($metadata?.httpStatusCode === 429) return "throttled";
  if ($metadata?.httpStatusCode === 403) return "access_denied";
  return "unreachable";
}

/**
 * The words of an error that are safe to show. An error that the service did not model can hold a piece of the response: the SDK's error
 * for a response that is not JSON quotes it. Of those only the name is kept.
 */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "an error without a name";
  const { name, message, code } = error as AwsError;
  if (isModelled(error)) return `${name}: ${message}`;
  return typeof code === "string" ? `${name} ${code}` : name;
}

function isModelled(error: Error): boolean {
  const { $fault, name } = error as AwsError;
  return $fault !== undefined || name === "CredentialsProviderError" || name === "TimeoutError";
}

/** A copy without the response, which the SDK attaches to its errors. */
function withoutResponse(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const copy = new Error(describe(error));
  copy.name = error.name;
  copy.stack = `${error.name}: ${copy.message}`;
  const requestId = (error as AwsError).$metadata?.requestId;
  return requestId === undefined ? copy : Object.assign(copy, { requestId });
}
