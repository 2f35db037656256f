import { xmlText } from "../aws/gateway/answers/xml";
import { OPERATOR } from "../terraform/credentials";
import type { LifecycleContext } from "./context";

/** The state of an instance and its public address, as EC2 tells them. */
export interface InstanceState {
  readonly name: string;
  readonly publicIp: string | undefined;
}

/** Stops an instance, as a person or the nightly schedule does. */
export async function stopInstance(context: Pick<LifecycleContext, "gateway">, id: string): Promise<void> {
  await ask(context, { Action: "StopInstances", "InstanceId.1": id });
}

/** Starts an instance, as the output `start_command` does. */
export async function startInstance(context: Pick<LifecycleContext, "gateway">, id: string): Promise<void> {
  await ask(context, { Action: "StartInstances", "InstanceId.1": id });
}

/** Reads the state of an instance. */
export async function instanceState(context: Pick<LifecycleContext, "gateway">, id: string): Promise<InstanceState> {
  const answer = await ask(context, { Action: "DescribeInstances", "InstanceId.1": id });
  const [, state = ""] = /<instanceState>([\s\S]*?)<\/instanceState>/.exec(answer) ?? [];
  return { name: xmlText(state, "name") ?? "", publicIp: xmlText(answer, "publicIp") };
}

async function ask(
  { gateway }: Pick<LifecycleContext, "gateway">,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(gateway.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=${OPERATOR}/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Version: "2016-11-15", ...parameters }).toString(),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${parameters.Action}: ${response.status} ${text}`);
  return text;
}
