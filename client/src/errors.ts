/**
 * Every reason for which a credential or a login fails here. The list is closed: a new reason is a new major version.
 *
 * | code | meaning | a later attempt can succeed by itself |
 * |---|---|---|
 * | `not_found` | no such secret, or it has no value under the label | no |
 * | `access_denied` | IAM, a resource policy, or missing or expired AWS credentials | no |
 * | `key_unusable` | the KMS key is disabled, or `kms:Decrypt` is missing | no |
 * | `deleted` | the secret is scheduled for deletion | no |
 * | `not_a_database_secret` | the value is not JSON, or lacks a member that a login needs | no |
 * | `throttled` | Secrets Manager throttles this account | yes |
 * | `unreachable` | no answer in time, no connection, or an error of the service | yes |
 * | `login_refused` | MySQL refuses every version of the credential that the secret offers | no |
 * | `closed` | the credential was closed | no |
 * | `bad_option` | an option of this package has a value that cannot work | no |
 */
export const CREDENTIAL_ERROR_CODES = [
  "not_found",
  "access_denied",
  "key_unusable",
  "deleted",
  "not_a_database_secret",
  "throttled",
  "unreachable",
  "login_refused",
  "closed",
  "bad_option",
] as const;

/** A code of {@link CredentialError}: stable, for programs that tell failures apart. */
export type CredentialErrorCode = (typeof CREDENTIAL_ERROR_CODES)[number];

const TRANSIENT: ReadonlySet<CredentialErrorCode> = new Set(["throttled", "unreachable"]);

/** What an error says: the recipe of every message is what failed, what was found, what to do. */
export interface ErrorParts {
  readonly failed: string;
  readonly found: string;
  readonly remedy: string;
}

/**
 * The one error class of this package. `code` is stable, the message is for people. `cause` is the error of MySQL, or a copy of the AWS
 * SDK's that holds nothing of a response. No property holds a password.
 */
export class CredentialError extends Error {
  readonly code: CredentialErrorCode;
  /** Whether the same call can succeed later without a change by a person. */
  readonly isTransient: boolean;
  /** MySQL's error number, where `cause` is an error of MySQL: 1045 for "Access denied". */
  readonly errno: number | undefined;

  constructor(code: CredentialErrorCode, parts: ErrorParts, cause?: unknown) {
    super(`${parts.failed}; found: ${parts.found}; what to do: ${parts.remedy}`, cause === undefined ? {} : { cause });
    this.name = "CredentialError";
    this.code = code;
    this.isTransient = TRANSIENT.has(code);
    this.errno = errnoOf(cause);
  }

  /**
   * Whether an error is one of this package. Unlike `instanceof` it holds as well where an application has loaded the package twice,
   * as an ES module and as CommonJS.
   */
  static is(error: unknown): error is CredentialError {
    return error instanceof Error && error.name === "CredentialError" && "isTransient" in error;
  }
}

function errnoOf(cause: unknown): number | undefined {
  if (typeof cause !== "object" || cause === null || !("errno" in cause)) return undefined;
  return typeof cause.errno === "number" ? cause.errno : undefined;
}
