import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpRequest, type HttpResponse, readHttpRequest, sendHttpResponse } from "./http-message";

/** A server on 127.0.0.1 whose address is known before it can answer. */
export interface HttpServer {
  readonly url: string;
  /** Answers requests from now on, those that have been waiting first. */
  answerWith(handle: (request: HttpRequest) => Promise<HttpResponse>): void;
  /** Stops listening and cuts what is open. */
  close(): Promise<void>;
}

/** Longer than SDKs keep an idle connection: closed by us, it would meet a request that is just being sent. */
const KEEP_ALIVE_MS = 300_000;

/** On a free port. */
export async function startHttpServer(): Promise<HttpServer> {
  let answerWith: HttpServer["answerWith"] = () => {};
  const ready = new Promise<(request: HttpRequest) => Promise<HttpResponse>>((resolve) => {
    answerWith = resolve;
  });
  const server = createServer((request, response) => {
    readHttpRequest(request)
      .then(async (read) => (await ready)(read))
      .then((answer) => sendHttpResponse(response, answer))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
