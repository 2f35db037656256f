import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Choice } from "../../environments/values/weakened";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { weakenedTags } from "../shared/tags";
import type { BastionHost } from "./bastion-host";
import { instanceConnectEndpoint } from "./instance-connect-endpoint";

export interface BastionAccessOptions {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly securityGroupId: string;
}

/** Resources that a mode adds to the host. */
export interface BastionAccess {
  /** The key pair that opens the host. */
  readonly keyName?: string;
  /** The Instance Connect Endpoint in front of it. */
  readonly endpointArn?: string;
}

/**
 * Creates the access to the host that its mode needs. Session Manager needs none: the host's agent polls for sessions. The rules are
 * in the bastion's stack, so that a new office address changes only this small stack.
 */
export function bastionAccess(
  stack: EnvironmentStack,
  bastion: BastionHost,
  options: BastionAccessOptions,
): BastionAccess {
  switch (bastion.mode) {
    case "ssh":
      letIn(stack, bastion.allowedCidrs, options.securityGroupId);
      return { keyName: keyPair(stack, bastion.publicKey) };
    case "eice":
      return { endpointArn: instanceConnectEndpoint(stack, options) };
    case "ssm":
      return {};
  }
}

function keyPair(stack: EnvironmentStack, publicKey: string): string {
  return new KeyPair(stack, "key_pair", { keyName: resourceName(stack.environment, "bastion"), publicKey }).keyName;
}

/** Named by address, so that removing one does not change the others. */
function letIn(stack: EnvironmentStack, allowed: readonly Choice<string>[], securityGroupId: string): void {
  for (const choice of allowed) {
    new VpcSecurityGroupIngressRule(stack, `ssh_from_${choice.value.replace(/[./]/g, "-")}`, {
      securityGroupId,
      description: "SSH from an address of the environment file",
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrIpv4: choice.value,
      tags: weakenedTags({ "ssh-source": choice }),
    });
  }
}
