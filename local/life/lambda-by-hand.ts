import { OPERATOR } from "../deployment/credentials";
import type { World } from "./world";

const FUNCTION = "local-rotation";

/** Takes from Secrets Manager the right to invoke the function for one secret, as a person may do by hand. */
export async function removePermission({ gateway }: Pick<World, "gateway">, secretName: string): Promise<void> {
  const policy = `/2015-03-31/functions/${FUNCTION}/policy`;
  const answer = await ask(gateway.url, "GET", policy);
  const { Policy } = JSON.parse(answer) as { readonly Policy: string };
  const { Statement } = JSON.parse(Policy) as { readonly Statement: readonly { readonly Sid: string }[] };
  const { Sid } = Statement.find((statement) => JSON.stringify(statement).includes(`/${secretName}-`)) ?? {};
  if (Sid === undefined) throw new Error(`the function's policy names no secret ${secretName}: ${Policy}`);
  await ask(gateway.url, "DELETE", `${policy}/${Sid}`);
}

async function ask(url: string, method: string, path: string): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${OPERATOR}/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text;
}
