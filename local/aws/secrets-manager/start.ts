import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readHttpRequest, sendHttpResponse } from "./http-message";
import { createSecretsManager, type SecretsManagerService, type SecretsManagerServiceOptions } from "./service";

export { ServiceError } from "./errors";
export type { RecordedCall } from "./recorded-call";
export type {
  InvocationResult,
  InvokeFunction,
  RetryPolicy,
  RotationEvent,
  RotationProgress,
  RotationResult,
  Step,
  StepResult,
} from "./rotation/progress";
export { DEFAULT_RETRY } from "./service";

export interface SecretsManagerOptions extends SecretsManagerServiceOptions {
  /** Port on 127.0.0.1. Default: any free one. */
  readonly port?: number;
}

export interface SecretsManagerServer
  extends Pick<SecretsManagerService, "region" | "accountId" | "calls" | "onRotation" | "rotationSettled"> {
  /** `http://127.0.0.1:<port>`, for the `endpoint` of a client or `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  readonly url: string;
  /** Stops listening and ends rotations after the step that is running. */
  close(): Promise<void>;
}

/** Starts an AWS Secrets Manager on 127.0.0.1. It forgets everything when it is closed. */
export async function startSecretsManager(options: SecretsManagerOptions): Promise<SecretsManagerServer> {
  const service = createSecretsManager(options);
  const server = createServer((request, response) => {
    readHttpRequest(request)
      .then((read) => service.handle(read))
      .then((answer) => sendHttpResponse(response, answer))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const { region, accountId, calls, onRotation, rotationSettled } = service;
  return {
    url: `http://127.0.0.1:${port}`,
    region,
    accountId,
    calls,
    onRotation,
    rotationSettled,
    close: () =>
      new Promise((resolve) => {
        service.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
