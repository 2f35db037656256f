import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from "../aws/local-account";
import { operatorCall } from "../terraform/operator-call";
import type { LifecycleContext } from "./context";

const FUNCTION = "/2015-03-31/functions/local-rotation";

/**
 * Lets Secrets Manager invoke the function for some app secrets only, as a person may do by hand: the permission of the environment goes,
 * and one for each of these comes.
 */
export async function narrowPermission(
  { gateway }: Pick<LifecycleContext, "gateway">,
  names: readonly string[],
): Promise<void> {
  await operatorCall(gateway.url, { service: "lambda", method: "DELETE", path: `${FUNCTION}/policy/rotate` });
  for (const name of names) {
    const permission = {
      StatementId: statementFor(name),
      Action: "lambda:InvokeFunction",
      Principal: "secretsmanager.amazonaws.com",
      SourceArn: `arn:aws:secretsmanager:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:secret:local/${name}-*`,
    };
    const body = JSON.stringify(permission);
    await operatorCall(gateway.url, { service: "lambda", method: "POST", path: `${FUNCTION}/policy`, body });
  }
}

/** Takes back what {@link narrowPermission} gave. The environment's permission is Terraform's to make again. */
export async function removeNarrowPermission(
  { gateway }: Pick<LifecycleContext, "gateway">,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const path = `${FUNCTION}/policy/${statementFor(name)}`;
    await operatorCall(gateway.url, { service: "lambda", method: "DELETE", path });
  }
}

const statementFor = (name: string): string => `by-hand-${name}`;

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
