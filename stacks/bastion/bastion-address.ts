import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import type { BastionHost } from "./bastion-host";

/** Where people reach a public host. */
export interface BastionAddress {
  readonly value: string;
  readonly description: string;
  /** Whether it stays when the host is stopped. */
  readonly isFixed: boolean;
}

/**
 * The public address of an ssh bastion: one that EC2 lends until the host is stopped, or an Elastic IP. Undefined for a host without one.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
 */
export function bastionAddress(
  stack: EnvironmentStack,
  bastion: BastionHost,
  instance: Instance,
): BastionAddress | undefined {
  if (bastion.mode !== "ssh") return undefined;
  if (!bastion.elasticIp) {
    const description = "Public address of the jump host: another one after each stop, and none while it is stopped.";
    return { value: instance.publicIp, description, isFixed: false };
  }
  const address = new Eip(stack, "address", {
    domain: "vpc",
    instance: instance.id,
    tags: { Name: resourceName(stack.environment, "bastion") },
  });
  return { value: address.publicIp, description: "Public address of the jump host: an Elastic IP.", isFixed: true };
}
