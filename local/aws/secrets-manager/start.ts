import { startHttpServer } from "./http-server";
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
} from "./rotation/progress";

export interface SecretsManagerServer
  extends Pick<SecretsManagerService, "region" | "accountId" | "calls" | "onRotation" | "rotationSettled"> {
  /** `http://127.0.0.1:<port>`, for the `endpoint` of a client or `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  readonly url: string;
  /** Stops listening and ends rotations after the step that is running. */
  close(): Promise<void>;
}

/** Starts an AWS Secrets Manager on a free port of 127.0.0.1. It forgets everything when it is closed. */
export async function startSecretsManager(options: SecretsManagerServiceOptions): Promise<SecretsManagerServer> {
  const service = createSecretsManager(options);
  const server = await startHttpServer();
  server.answerWith((request) => service.handle(request));
  const { region, accountId, calls, onRotation, rotationSettled } = service;
  return {
    url: server.url,
    region,
    accountId,
    calls,
    onRotation,
    rotationSettled,
    close() {
      service.stop();
      return server.close();
    },
  };
}
