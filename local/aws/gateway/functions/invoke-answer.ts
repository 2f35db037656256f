import { randomUUID } from "node:crypto";
import type { HttpResponse } from "../../secrets-manager/http-message";
import { errorAnswer } from "../answers/errors";
import type { AwsRequest } from "../requests/aws-request";
import type { Invocation, LocalFunctions } from "./local-functions";

/** Lambda's Invoke (API_Invoke): the function's answer, or its error with a header that says so, both with status 200. */
export async function invokeAnswer(request: AwsRequest, functions: LocalFunctions): Promise<HttpResponse> {
  const kind = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (kind === "DryRun") return { status: 204, headers: {}, body: "" };
  const text = request.body.toString("utf8");
  let event: unknown;
  try {
    event = text === "" ? {} : JSON.parse(text);
  } catch {
    return errorAnswer(request, {
      code: "InvalidRequestContentException",
      message: "Could not parse request body into json",
    });
  }
  const running = functions.invoke(request.resource ?? "", event);
  if (kind === "Event") {
    running.catch(() => undefined); // the caller does not wait for it
    return { status: 202, headers: {}, body: "" };
  }
  return answerOf(request, await running);
}

function answerOf(request: AwsRequest, invocation: Invocation): HttpResponse {
  if (invocation.kind === "no-such-function") {
    const message = `Function not found: ${request.resource}`;
    return errorAnswer(request, { code: "ResourceNotFoundException", message, status: 404 });
  }
  if (invocation.kind === "throttled") {
    return errorAnswer(request, { code: "TooManyRequestsException", message: "Rate Exceeded.", status: 429 });
  }
  const { outcome } = invocation;
  const headers = {
    "Content-Type": "application/json",
    "x-amzn-RequestId": randomUUID(),
    "X-Amz-Executed-Version": "$LATEST",
  };
  if (outcome.ok) return { status: 200, headers, body: JSON.stringify(outcome.payload ?? null) };
  const { errorType, errorMessage, trace } = outcome;
  const body = JSON.stringify({ errorType, errorMessage, trace });
  return { status: 200, headers: { ...headers, "X-Amz-Function-Error": "Unhandled" }, body };
}
