import { randomUUID } from "node:crypto";
import { ServiceError } from "./errors";
import { credentialScope, type HttpRequest, type HttpResponse } from "./http-message";

/** A request of the AWS JSON 1.1 protocol. */
export interface ServiceRequest {
  readonly operation: string;
  readonly input: unknown;
  readonly accessKeyId: string;
  /** That it was signed for. */
  readonly region: string | undefined;
}

const CONTENT_TYPE = "application/x-amz-json-1.1";
const TARGET_PREFIX = "secretsmanager.";
/** A request holds at most a value of 64 KiB, JSON-escaped (6 bytes a byte at worst), and small members. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Reads a request, or throws the ServiceError that says why it is none. The signature is not checked. */
export function readRequest({ method, headers, body }: HttpRequest): ServiceRequest {
  if (body.length > MAX_BODY_BYTES) {
    throw new ServiceError(
      "SerializationException",
      `The request has ${body.length} bytes; at most ${MAX_BODY_BYTES} are allowed.`,
    );
  }
  const target = headers["x-amz-target"];
  if (method !== "POST" || typeof target !== "string" || !target.startsWith(TARGET_PREFIX)) {
    throw new ServiceError(
      "UnknownOperationException",
      "This is Secrets Manager: send POST with the header X-Amz-Target: secretsmanager.<operation>. " +
        `Found: ${method} with ${typeof target === "string" ? `X-Amz-Target: ${target}` : "no X-Amz-Target"}.`,
    );
  }
  const { accessKeyId, region } = credentialScope(headers);
  return {
    operation: target.slice(TARGET_PREFIX.length),
    input: parse(body.toString("utf8")),
    accessKeyId,
    region,
  };
}

export function replyResponse(reply: unknown): HttpResponse {
  return response(200, {}, reply);
}

export function errorResponse(error: ServiceError): HttpResponse {
  const body = { __type: error.type, Message: error.message };
  return response(error.httpStatus, { "x-amzn-ErrorType": error.type }, body);
}

function response(status: number, headers: Record<string, string>, body: unknown): HttpResponse {
  return {
    status,
    headers: { "Content-Type": CONTENT_TYPE, "x-amzn-RequestId": randomUUID(), ...headers },
    body: JSON.stringify(body),
  };
}

/** An error of JSON.parse quotes the text, which may hold a secret: it is not passed on. */
function parse(body: string): object {
  let input: unknown;
  try {
    input = body === "" ? {} : JSON.parse(body);
  } catch {
    throw new ServiceError("SerializationException", "The request is not JSON.");
  }
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new ServiceError("SerializationException", "The request is not a JSON object.");
  }
  return input;
}
