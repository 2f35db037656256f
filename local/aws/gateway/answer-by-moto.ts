import type { HttpRequest, HttpResponse } from "../secrets-manager/http-message";
import { errorAnswer } from "./answers/errors";
import type { MotoClient } from "./moto-client";
import type { AwsRequest } from "./requests/aws-request";
import type { Rewrite, Store } from "./rewrites/rewrite";

/** The source of the answers, and the rewrites of them. */
export interface ByMoto {
  readonly moto: MotoClient;
  readonly accountId: string;
  readonly rewrites: readonly Rewrite[];
  readonly store: Store;
}

const MAX_TEXT_CHARACTERS = 300;

/**
 * Lets moto answer, and repairs the answer. An operation that moto lacks, or fails at, becomes an error of status 400 that names service
 * and action: an error of status 500 would be retried by an SDK, and by the provider for ten minutes.
 *
 * @param asked the request that moto gets, where it is not the one that came
 */
export async function answerByMoto(
  request: AwsRequest,
  { moto, accountId, rewrites, store }: ByMoto,
  asked: HttpRequest = request,
): Promise<HttpResponse> {
  let answer = await moto.forward(asked);
  for (const rewrite of rewrites) {
    if (rewrite.service !== request.service || !rewrite.actions.includes(request.action)) continue;
    if (answer.status < 300 || rewrite.onErrors) answer = rewrite.patch(answer, request, store, accountId);
  }
  return isBroken(answer) ? notEmulated(request, answer) : answer;
}

/** The web framework answers an unknown path with an HTML page. */
function isBroken({ status, headers }: HttpResponse): boolean {
  return status >= 500 || (status >= 400 && (headers["content-type"] ?? "").startsWith("text/html"));
}

function notEmulated(request: AwsRequest, { status, body }: HttpResponse): HttpResponse {
  const said = String(body)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_TEXT_CHARACTERS);
  return errorAnswer(request, {
    code: "NotEmulated",
    message: `the local AWS does not offer ${request.service}:${request.action} (moto answered ${status}: ${said})`,
  });
}
