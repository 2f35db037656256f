import { setTimeout as delay } from "node:timers/promises";
import type { HttpRequest, HttpResponse } from "../secrets-manager/http-message";
import { errorAnswer, errorCodeOf } from "./answers/errors";
import type { AskedFaultPlan } from "./fault-plan";
import type { Recorder } from "./recorder";
import { type AwsRequest, readAwsRequest } from "./requests/aws-request";

/** Answers one request, whatever it is. */
export type Answer = (request: AwsRequest) => Promise<HttpResponse>;

/** Reads each request, applies a fault, answers and records it. A failure of the gateway itself becomes an error in the answer. */
export function createDispatch(
  answer: Answer,
  { faults, recorder }: { readonly faults: AskedFaultPlan; readonly recorder: Recorder },
): (request: HttpRequest) => Promise<HttpResponse> {
  return async (message) => {
    const atMs = Date.now();
    const request = readAwsRequest(message);
    const given = await answerOrFault(request, answer, faults);
    const { accessKeyId, service, action, resource } = request;
    const errorCode = errorCodeOf(given);
    recorder.record({
      atMs,
      accessKeyId,
      service,
      action,
      ...(resource === undefined ? {} : { resource }),
      status: given.status,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    return given;
  };
}

async function answerOrFault(request: AwsRequest, answer: Answer, faults: AskedFaultPlan): Promise<HttpResponse> {
  const fault = faults.faultFor(request);
  if (fault?.delayMs !== undefined) await delay(fault.delayMs);
  if (fault?.errorCode === undefined) return answerOrFailure(request, answer);
  if (fault.besideEffect) void answerOrFailure(request, answer);
  else if (fault.afterEffect) await answerOrFailure(request, answer);
  const message = `a fault that was planned for ${request.service}:${request.action}`;
  return errorAnswer(request, { code: fault.errorCode, message, status: fault.status ?? 400 });
}

async function answerOrFailure(request: AwsRequest, answer: Answer): Promise<HttpResponse> {
  try {
    return await answer(request);
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    const message = `the local AWS failed at ${request.service}:${request.action}: ${why}`;
    return errorAnswer(request, { code: "GatewayFailure", message });
  }
}
