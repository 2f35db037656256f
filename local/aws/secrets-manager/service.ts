import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from "../local-account";
import { ServiceError } from "./errors";
import { findSecret } from "./find-secret";
import type { HttpRequest, HttpResponse } from "./http-message";
import { OPERATIONS } from "./operations";
import type { OperationContext, Reply } from "./operations/operation";
import { inRegion } from "./other-regions";
import { errorResponse, readRequest, replyResponse } from "./protocol";
import type { RecordedCall } from "./recorded-call";
import { CallRecorder } from "./recorded-call";
import type { InvokeFunction, RetryPolicy, RotationProgress, RotationResult } from "./rotation/progress";
import { RotationRunner } from "./rotation/rotation-runner";
import type { State } from "./state";

export interface SecretsManagerServiceOptions {
  /** Default {@link LOCAL_REGION}. */
  readonly region?: string;
  /** Twelve digits. Default {@link LOCAL_ACCOUNT_ID}. */
  readonly accountId?: string;
  /** What it begins with, and changes in place. Default: no secrets. */
  readonly state?: State;
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
  readonly onCall?: (call: RecordedCall, input: unknown) => void | Promise<void>;
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

/** AWS Secrets Manager without a server: the caller's server hands it the requests. */
export interface SecretsManagerService {
  readonly region: string;
  readonly accountId: string;
  readonly state: State;
  /** Answers one request. Rejects when the reply is to be lost (see `afterCall`). */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** Every request so far, in order of arrival. */
  calls(): readonly RecordedCall[];
  /** Follows all rotations. @returns a function that ends it. */
  onRotation(listener: (event: RotationProgress) => void): () => void;
  /**
   * The result of the secret's rotation that is running, or else of its last one. Rejects when there never was one or
   * there is no such secret.
   */
  rotationSettled(secretId: string): Promise<RotationResult>;
  /** Ends rotations after the step that is running. */
  stop(): void;
}

export function createSecretsManager(options: SecretsManagerServiceOptions): SecretsManagerService {
  const { region = LOCAL_REGION, accountId = LOCAL_ACCOUNT_ID, retry = DEFAULT_RETRY, invokeFunction } = options;
  const state: State = options.state ?? { secrets: new Map() };
  const clock = options.now ?? (() => new Date());
  const now = () => clock().getTime();
  const rotations = new RotationRunner({ invokeFunction, retry, now });
  const recorder = new CallRecorder();
  const context: OperationContext = { state, region, accountId, rotations, now };
  return {
    region,
    accountId,
    state,
    handle: (request) => answer(request, context, recorder, options),
    calls: () => recorder.calls(),
    onRotation: (listener) => rotations.listen(listener),
    rotationSettled: async (secretId) => {
      const result = rotations.result(findSecret(state, secretId, now()));
      if (result === undefined) throw new Error(`${secretId} was never rotated: call RotateSecret first`);
      return result;
    },
    stop: () => rotations.stop(),
  };
}

type Hooks = Pick<SecretsManagerServiceOptions, "onCall" | "afterCall">;

async function answer(
  request: HttpRequest,
  context: OperationContext,
  recorder: CallRecorder,
  hooks: Hooks,
): Promise<HttpResponse> {
  let read: ReturnType<typeof readRequest>;
  try {
    read = readRequest(request);
  } catch (error) {
    return errorResponse(asServiceError(error));
  }
  let call = recorder.begin(read.operation, read.input, read.accessKeyId);
  let reply: Reply | ServiceError;
  try {
    await hooks.onCall?.(call, read.input);
    reply = execute(read, context);
  } catch (error) {
    reply = asServiceError(error);
    call = recorder.fail(call, reply.type);
  }
  await hooks.afterCall?.(call);
  return reply instanceof ServiceError ? errorResponse(reply) : replyResponse(reply);
}

function execute(read: ReturnType<typeof readRequest>, context: OperationContext): Reply {
  const operation = OPERATIONS.get(read.operation);
  if (operation === undefined) {
    throw new ServiceError(
      "UnknownOperationException",
      `The operation ${read.operation} is not offered. Offered are: ${[...OPERATIONS.keys()].join(", ")}.`,
    );
  }
  return inRegion(context, read.region, read, (there) => operation(read.input, there));
}

/** What is not an answer of the service is a mistake in it; its message may hold anything and is not sent. */
function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError("InternalServiceError", "An error occurred on the server side.", { cause: error });
}
