import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ServiceError } from "./errors";

/** A request of the AWS JSON 1.1 protocol. */
export interface ServiceRequest {
  readonly operation: string;
  readonly input: unknown;
  readonly accessKeyId: string;
}

const CONTENT_TYPE = "application/x-amz-json-1.1";
const TARGET_PREFIX = "secretsmanager.";
/** A request holds at most a value of 64 KiB, JSON-escaped (6 bytes a byte at worst), and small members. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Reads a request, or throws the ServiceError that says why it is none. The signature is not checked. */
export async function readRequest(request: IncomingMessage): Promise<ServiceRequest> {
  const body = await readBody(request);
  const target = request.headers["x-amz-target"];
  if (request.method !== "POST" || typeof target !== "string" || !target.startsWith(TARGET_PREFIX)) {
    throw new ServiceError(
      "UnknownOperationException",
      "This is Secrets Manager: send POST with the header X-Amz-Target: secretsmanager.<operation>. " +
        `Found: ${request.method} with ${typeof target === "string" ? `X-Amz-Target: ${target}` : "no X-Amz-Target"}.`,
    );
  }
  return { operation: target.slice(TARGET_PREFIX.length), input: parse(body), accessKeyId: accessKeyOf(request) };
}

export function sendReply(response: ServerResponse, reply: unknown): void {
  send(response, 200, {}, reply);
}

export function sendError(response: ServerResponse, error: ServiceError): void {
  const body = { __type: error.type, Message: error.message };
  send(response, error.httpStatus, { "x-amzn-ErrorType": error.type }, body);
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: unknown): void {
  response.writeHead(status, { "Content-Type": CONTENT_TYPE, "x-amzn-RequestId": randomUUID(), ...headers });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read to the end all the same, so that the caller gets the answer rather than a broken connection.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) {
    throw new ServiceError(
      "SerializationException",
      `The request has ${bytes} bytes; at most ${MAX_BODY_BYTES} are allowed.`,
    );
  }
  return Buffer.concat(chunks).toString("utf8");
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

/** `AWS4-HMAC-SHA256 Credential=<access key id>/<date>/<region>/secretsmanager/aws4_request, …` */
function accessKeyOf(request: IncomingMessage): string {
  return /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "anonymous";
}
