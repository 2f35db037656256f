import { z } from "zod";
import { type ErrorType, invalidParameter, ServiceError } from "./errors";

/**
 * The shapes of requests. Limits are those of the service's model (the "Length Constraints" of the API reference).
 * Unknown members are ignored, as the service does.
 */
export const secretId = z.string().min(1).max(2048);
export const versionId = z.string().min(32).max(64);
export const stage = z.string().min(1).max(256);
export const description = z.string().max(2048);
export const kmsKeyId = z.string().max(2048);
export const tags = z.array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256).default("") }));
/** The size of a value is counted in bytes by secret-value.ts. */
export const value = { SecretString: z.string().optional(), SecretBinary: z.base64().optional() };
export const token = z.string().optional();
export const maxResults = z.number().int().min(1).max(100).default(100);
export const nextToken = z.string().min(1).max(4096).optional();

/**
 * Reads a request. The error names the member, what is wrong with it and what is allowed, and never what it held: it
 * might be a secret.
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(withoutNulls(input));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const member = issue?.path.join(".") || "the request";
  if (issue?.code === "invalid_type" && !/received undefined/.test(issue.message)) {
    throw new ServiceError("SerializationException", `${member} has the wrong type: ${issue.message}`);
  }
  // Not documented: which of ValidationException and InvalidParameterException a broken length limit gives. The latter
  // is the one that every operation declares.
  throw invalidParameter(`${member} is not valid: ${issue?.message ?? "unreadable"}`);
}

/**
 * The token of a request. SDKs make one; without one the service refuses, with a type that differs by operation
 * (recorded: InvalidRequestException, but InvalidParameterException for RotateSecret).
 */
export function requireToken(found: string | undefined, missing: ErrorType = "InvalidRequestException"): string {
  if (found === undefined) {
    throw new ServiceError(missing, "You must provide a ClientRequestToken value. We recommend a UUID-type value.");
  }
  if (found.length < 32 || found.length > 64) {
    throw invalidParameter(`ClientRequestToken must be 32-64 characters long, found ${found.length}.`);
  }
  return found;
}

/** JSON null is an absent member in the AWS JSON protocol. */
function withoutNulls(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutNulls);
  if (typeof input !== "object" || input === null) return input;
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}
