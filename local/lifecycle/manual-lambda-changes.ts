import { operatorCall } from "../terraform/operator-call";
import type { LifecycleContext } from "./context";

const FUNCTION = "/2015-03-31/functions/local-rotation";

/** Takes from Secrets Manager the right to invoke the function, as a person may do by hand. */
export async function removePermission({ gateway }: Pick<LifecycleContext, "gateway">): Promise<void> {
  await operatorCall(gateway.url, { service: "lambda", method: "DELETE", path: `${FUNCTION}/policy/rotate` });
}

/** SHA-256 of the code that the function runs, as Lambda tells it. */
export async function codeSha256({ gateway }: Pick<LifecycleContext, "gateway">): Promise<string> {
  const answer = await operatorCall(gateway.url, { service: "lambda", path: `${FUNCTION}/configuration` });
  return (JSON.parse(answer) as { readonly CodeSha256: string }).CodeSha256;
}

/** Uploads a package, as `aws lambda update-function-code --zip-file` does. */
export async function updateFunctionCode({ gateway }: Pick<LifecycleContext, "gateway">, zip: Buffer): Promise<void> {
  const body = JSON.stringify({ ZipFile: zip.toString("base64") });
  await operatorCall(gateway.url, { service: "lambda", method: "PUT", path: `${FUNCTION}/code`, body });
}
