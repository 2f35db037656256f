import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ServiceError } from "./errors";
import { findSecret } from "./find-secret";
import { OPERATIONS } from "./operations";
import type { OperationContext, Reply } from "./operations/operation";
import { readRequest, type ServiceRequest, sendError, sendReply } from "./protocol";
import { CallRecorder, type RecordedCall } from "./recorded-call";
import type { InvokeFunction, RetryPolicy, RotationProgress, RotationResult } from "./rotation/progress";
import { RotationRunner } from "./rotation/rotation-runner";

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

export interface SecretsManagerOptions {
  /** Default us-east-1. */
  readonly region?: string;
  /** Twelve digits. Default 123456789012. */
  readonly accountId?: string;
  /** Port on 127.0.0.1. Default: any free one. */
  readonly port?: number;
  /** Calls a rotation function. A function error is a result; an exception counts as one. */
  readonly invokeFunction: InvokeFunction;
  /** The service's clock: dates, recovery windows, age of versions. Default: the real one. */
  readonly now?: () => Date;
  /** See {@link DEFAULT_RETRY}. */
  readonly retry?: RetryPolicy;
  /**
   * Awaited when a request has been read, before it takes effect. If it throws, there is no effect: a ServiceError is
   * answered as it is, anything else as InternalServiceError (which an SDK tries again).
   */
  readonly onCall?: (call: RecordedCall) => void | Promise<void>;
  /**
   * Awaited when the request has taken effect (or has failed), before the reply is sent. If it throws, the connection is
   * cut: a lost reply.
   */
  readonly afterCall?: (call: RecordedCall) => void | Promise<void>;
}

/**
 * The service is documented to retry "the entire rotation process multiple times", without numbers. Assumed: five runs
 * in all. Its pauses are of minutes and more; here they are short.
 */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, delayMs: 200 };

export interface SecretsManagerServer {
  /** `http://127.0.0.1:<port>`, for the `endpoint` of a client or `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  readonly url: string;
  readonly region: string;
  readonly accountId: string;
  /** Every request so far, in order of arrival. */
  calls(): readonly RecordedCall[];
  /** Follows all rotations. @returns a function that ends it. */
  onRotation(listener: (event: RotationProgress) => void): () => void;
  /**
   * The result of the secret's rotation that is running, or else of its last one. Rejects when there never was one or
   * there is no such secret.
   */
  rotationSettled(secretId: string): Promise<RotationResult>;
  /** Stops listening and ends rotations after the step that is running. */
  close(): Promise<void>;
}

/** Starts an AWS Secrets Manager on 127.0.0.1. It forgets everything when it is closed. */
export async function startSecretsManager(options: SecretsManagerOptions): Promise<SecretsManagerServer> {
  const { region = "us-east-1", accountId = "123456789012", retry = DEFAULT_RETRY, invokeFunction } = options;
  const clock = options.now ?? (() => new Date());
  const now = () => clock().getTime();
  const rotations = new RotationRunner({ invokeFunction, retry, now });
  const recorder = new CallRecorder();
  const context: OperationContext = { state: { secrets: new Map() }, region, accountId, rotations, now };

  const server = createServer((request, response) => {
    answer(request, response, context, recorder, options).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    region,
    accountId,
    calls: () => recorder.calls(),
    onRotation: (listener) => rotations.listen(listener),
    rotationSettled: async (secretId) => {
      const result = rotations.result(findSecret(context.state, secretId, now()));
      if (result === undefined) throw new Error(`${secretId} was never rotated: call RotateSecret first`);
      return result;
    },
    close: () =>
      new Promise((resolve) => {
        rotations.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Hooks = Pick<SecretsManagerOptions, "onCall" | "afterCall">;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: OperationContext,
  recorder: CallRecorder,
  hooks: Hooks,
): Promise<void> {
  let read: ServiceRequest;
  try {
    read = await readRequest(request);
  } catch (error) {
    return sendError(response, asServiceError(error));
  }
  let call = recorder.begin(read.operation, read.input, read.accessKeyId);
  let reply: Reply | ServiceError;
  try {
    await hooks.onCall?.(call);
    reply = execute(read, context);
  } catch (error) {
    reply = asServiceError(error);
    call = recorder.fail(call, reply.type);
  }
  await hooks.afterCall?.(call);
  if (reply instanceof ServiceError) sendError(response, reply);
  else sendReply(response, reply);
}

function execute(read: ServiceRequest, context: OperationContext): Reply {
  const operation = OPERATIONS.get(read.operation);
  if (operation === undefined) {
    throw new ServiceError(
      "UnknownOperationException",
      `The operation ${read.operation} is not offered. Offered are: ${[...OPERATIONS.keys()].join(", ")}.`,
    );
  }
  return operation(read.input, context);
}

/** What is not an answer of the service is a mistake in it; its message may hold anything and is not sent. */
function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError("InternalServiceError", "An error occurred on the server side.", { cause: error });
}
