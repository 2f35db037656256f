/**
 * The errors that Secrets Manager answers with.
 *
 * Types: the `errors` of each operation in the service's API reference, plus the two that every AWS JSON service has
 * (ValidationException, SerializationException). All are HTTP 400 except InternalServiceError, which is 500; the
 * service never answers 404.
 */
export type ErrorType =
  | "AccessDeniedException"
  | "InternalServiceError"
  | "InvalidNextTokenException"
  | "InvalidParameterException"
  | "InvalidRequestException"
  | "LimitExceededException"
  | "MalformedPolicyDocumentException"
  | "ResourceExistsException"
  | "ResourceNotFoundException"
  | "SerializationException"
  | "ThrottlingException"
  | "UnknownOperationException"
  | "ValidationException";

/**
 * An answer of the service that is an error. A test may throw one from `onCall` to have the service answer with it.
 * The message never holds a secret value.
 */
export class ServiceError extends Error {
  readonly type: ErrorType;

  constructor(type: ErrorType, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = type;
    this.type = type;
  }

  get httpStatus(): 400 | 500 {
    return this.type === "InternalServiceError" ? 500 : 400;
  }
}

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError("InvalidParameterException", message);

export const invalidRequest = (message: string): ServiceError => new ServiceError("InvalidRequestException", message);

export const notFound = (what: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", `Secrets Manager can't find the specified ${what}`);

export const limitExceeded = (message: string): ServiceError => new ServiceError("LimitExceededException", message);

/** The wording was recorded from the service for TagResource and UntagResource on a secret in its recovery window. */
export const markedForDeletion = (): ServiceError =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
