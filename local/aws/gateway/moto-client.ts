import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { HttpRequest, HttpResponse } from "../secrets-manager/http-message";

/** The moto behind the gateway. */
export interface MotoClient {
  /** Hands a request on as it is and gives the answer as it is. Rejects only when moto is gone. */
  forward(request: HttpRequest): Promise<HttpResponse>;
  /** A request of the gateway's own. `body`: an object for the REST services, parameters for the query services. */
  ask(question: MotoQuestion): Promise<HttpResponse>;
  close(): void;
}

export interface MotoQuestion {
  readonly service: string;
  readonly region: string;
  readonly method?: string;
  readonly path?: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Of the REST services: the body as it is. */
  readonly body?: string;
  /** Of the JSON services: the operation's target, and its input. */
  readonly json?: { readonly target: string; readonly body: object };
}

const OF_THE_CONNECTION = new Set(["host", "connection", "content-length", "transfer-encoding", "expect"]);

/** Without the headers that belong to one connection and not to the message. */
function ofTheMessage(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

export function createMotoClient(url: string): MotoClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 }); // it answers one request at a time
  const forward = async ({ method, target, headers, body }: HttpRequest): Promise<HttpResponse> => {
    const outgoing = httpRequest(new URL(target, url), {
      method,
      agent,
      headers: { ...ofTheMessage(headers), "content-length": body.length },
    });
    outgoing.on("error", () => undefined); // `once` rejects, or reading the answer does
    outgoing.end(body);
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: ofTheMessage(answer.headers), body: await buffer(answer) };
  };
  return {
    forward,
    ask: (question) => forward(requestOf(question)),
    close: () => agent.destroy(),
  };
}

/** A question as a request. Nothing checks the signature: the scope says which service is meant, and the key id whose call it is. */
export function requestOf(
  { service, region, method = "GET", path = "/", form, body, json }: MotoQuestion,
  accessKeyId = "gateway",
): HttpRequest {
  const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
  return {
    method: form === undefined && json === undefined ? method : "POST",
    target: path,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }),
      ...(json === undefined ? {} : { "content-type": "application/x-amz-json-1.1", "x-amz-target": json.target }),
    },
    body: Buffer.from(body ?? (json === undefined ? new URLSearchParams(form).toString() : JSON.stringify(json.body))),
  };
}
