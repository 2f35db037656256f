import type { HttpResponse } from "../../secrets-manager/http-message";
import { errorAnswer } from "../answers/errors";
import type { AwsRequest } from "../requests/aws-request";
import { functionNameIn } from "./function-configuration";
import { invokeAnswer } from "./invoke-answer";
import type { LocalFunctions } from "./local-functions";
import type { PackageStore } from "./package-store";

export interface LambdaCallsOptions {
  readonly functions: LocalFunctions;
  readonly packages: PackageStore;
  readonly forward: () => Promise<HttpResponse>;
}

/** Answers a request to Lambda: moto keeps what is configured, the gateway keeps the zip and runs it. */
export async function answerLambda(request: AwsRequest, options: LambdaCallsOptions): Promise<HttpResponse> {
  const { functions, packages, forward } = options;
  const { action, json } = request;
  if (action === "Invoke") return invokeAnswer(request, functions);
  const zip = zipIn(action, json);
  if (zip === "elsewhere") {
    const message = `the local AWS takes a function's code as a zip in the request only; ${action} names another place`;
    return errorAnswer(request, { code: "NotEmulated", message });
  }
  const answer = await forward();
  if (answer.status >= 300) return answer;
  const name = functionNameIn(request.resource ?? "");
  if (action === "DeleteFunction") packages.remove(name);
  if (zip !== undefined) packages.put(name, zip);
  return answer;
}

function zipIn(action: string, json: AwsRequest["json"]): Buffer | "elsewhere" | undefined {
  if (action !== "CreateFunction" && action !== "UpdateFunctionCode") return undefined;
  const code = (action === "CreateFunction" ? json?.Code : json) as { readonly ZipFile?: unknown } | undefined;
  return typeof code?.ZipFile === "string" ? Buffer.from(code.ZipFile, "base64") : "elsewhere";
}
