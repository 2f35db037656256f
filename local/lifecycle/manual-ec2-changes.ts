import { xmlText } from "../aws/gateway/answers/xml";
import { operatorCall } from "../terraform/operator-call";
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

function ask(
  { gateway }: Pick<LifecycleContext, "gateway">,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  return operatorCall(gateway.url, { service: "ec2", form: { Version: "2016-11-15", ...parameters } });
}
