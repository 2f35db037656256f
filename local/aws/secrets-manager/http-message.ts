import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** A request that has been read to its end. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer that is ready to be sent. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Reads a request to its end. The limits are the reader's to check. */
export async function readHttpRequest(request: IncomingMessage): Promise<HttpRequest> {
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers: request.headers,
    body: await buffer(request),
  };
}

export function sendHttpResponse(response: ServerResponse, { status, headers, body }: HttpResponse): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** `AWS4-HMAC-SHA256 Credential=<access key id>/<date>/<region>/<service>/aws4_request, …` */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** Who signed a request, and for which service. Signatures themselves are not checked. */
export function credentialScope(headers: IncomingHttpHeaders): CredentialScope {
  const scope = /Credential=([^/,\s]+)(?:\/\d+\/([^/,\s]+)\/([^/,\s]+)\/aws4_request)?/.exec(
    headers.authorization ?? "",
  );
  return { accessKeyId: scope?.[1] ?? "anonymous", region: scope?.[2], service: scope?.[3] };
}
