import type { Instance } from "@cdktf/provider-aws/lib/instance";
import type { EnvironmentStack } from "../shared/environment-stack";
import { type TunnelEnd, type TunnelWay, tunnelCommandLine, tunnelPrograms } from "../shared/tunnel-programs";
import type { BastionAddress } from "./bastion-address";
import type { BastionHost } from "./bastion-host";
import { instanceConnectPolicy } from "./tunnel-by-instance-connect";
import { sessionDocument, sessionPolicy } from "./tunnel-by-session";

/** The local port of the tunnel; 3306 is often in use. */
const LOCAL_PORT = 13_306;

export interface TunnelOptions {
  readonly instance: Instance;
  /** Where the host is reached, where it has a public address. */
  readonly address: BastionAddress | undefined;
  readonly end: TunnelEnd;
  /** The Instance Connect Endpoint, where that is the way. */
  readonly endpointArn: string | undefined;
}

/** How a person opens a tunnel to the database. */
export interface Tunnel {
  readonly command: string;
  readonly description: string;
  /** What a person's role needs for the command. Undefined where a key is enough. */
  readonly policyArn: string | undefined;
}

/** The command that opens the tunnel of a mode, and the policy of those who may run it. */
export function tunnel(
  stack: EnvironmentStack,
  bastion: BastionHost,
  { instance, address, end, endpointArn }: TunnelOptions,
): Tunnel {
  const { region } = stack.environment;
  const description = `Opens 127.0.0.1:${LOCAL_PORT} to the database.`;
  const command = (way: TunnelWay): string => tunnelCommandLine(tunnelPrograms(way, end, LOCAL_PORT));
  switch (bastion.mode) {
    case "ssh":
      if (address === undefined) throw new Error("the mode ssh without a public address");
      return { command: command({ mode: "ssh", address: address.value }), description, policyArn: undefined };
    case "ssm": {
      const document = sessionDocument(stack, end);
      return {
        command: command({ mode: "ssm", region, instanceId: instance.id, documentName: document.name }),
        description: `${description} Needs the AWS CLI with its Session Manager plugin.`,
        policyArn: sessionPolicy(stack, instance.arn, document.arn),
      };
    }
    case "eice":
      if (endpointArn === undefined) throw new Error("the mode eice without an Instance Connect Endpoint");
      return {
        command: command({ mode: "eice", region, instanceId: instance.id }),
        description: `${description} Needs the AWS CLI; the key is one's own and opens the host for a minute.`,
        policyArn: instanceConnectPolicy(stack, instance.arn, endpointArn),
      };
  }
}
