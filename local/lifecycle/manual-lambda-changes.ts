import { OPERATOR } from "../terraform/credentials";
import type { LifecycleContext } from "./context";

const FUNCTION = "local-rotation";

/** Takes from Secrets Manager the right to invoke the function, as a person may do by hand. */
export async function removePermission({ gateway }: Pick<LifecycleContext, "gateway">): Promise<void> {
  const policy = `/2015-03-31/functions/${FUNCTION}/policy`;
  await ask(gateway.url, "DELETE", `${policy}/rotate`);
}

/** SHA-256 of the code that the function runs, as Lambda tells it. */
export async function codeSha256({ gateway }: Pick<LifecycleContext, "gateway">): Promise<string> {
  const answer = await ask(gateway.url, "GET", `/2015-03-31/functions/${FUNCTION}/configuration`);
  return (JSON.parse(answer) as { readonly CodeSha256: string }).CodeSha256;
}

/** Uploads a package, as `aws lambda update-function-code --zip-file` does. */
export async function updateFunctionCode({ gateway }: Pick<LifecycleContext, "gateway">, zip: Buffer): Promise<void> {
  const body = JSON.stringify({ ZipFile: zip.toString("base64") });
  await ask(gateway.url, "PUT", `/2015-03-31/functions/${FUNCTION}/code`, body);
}

async function ask(url: string, method: string, path: string, body?: string): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${OPERATOR}/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text;
}
