import { randomUUID } from "node:crypto";
import type { HttpResponse } from "../../secrets-manager/http-message";
import type { AwsRequest } from "../requests/aws-request";
import { escapeXml } from "./xml";

export interface AwsError {
  readonly code: string;
  readonly message: string;
  /** Default 400, which an SDK does not try again. */
  readonly status?: number;
}

/** An error in the form that the service's clients read. */
export function errorAnswer(request: Pick<AwsRequest, "protocol">, error: AwsError): HttpResponse {
  const { code, message, status = 400 } = error;
  const id = randomUUID();
  if (request.protocol === "json") {
    // `message` for most services, `Message` for Lambda and Secrets Manager.
    const body = JSON.stringify({ __type: code, Type: "User", message, Message: message });
    const headers = { "Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code, "x-amzn-RequestId": id };
    return { status, headers, body };
  }
  const inner = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    request.protocol === "ec2"
      ? `<Response><Errors><Error>${inner}</Error></Errors><RequestID>${id}</RequestID></Response>`
      : `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error><RequestId>${id}</RequestId></ErrorResponse>`;
  return { status, headers: { "Content-Type": "text/xml" }, body };
}

/** The code of an error in an answer, for the record; undefined for a success. */
export function errorCodeOf({ status, headers, body }: HttpResponse): string | undefined {
  if (status < 400) return undefined;
  const text = String(body);
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === "x-amzn-errortype")?.[1];
  const code =
    header ?? /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? /"(?:__type|code|Code)"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  return code?.split("#").at(-1)?.split(":")[0] ?? `HTTP ${status}`;
}
