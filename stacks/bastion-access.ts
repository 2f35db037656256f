import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { EnvironmentStack } from "./environment-stack";
import { weakenedTags } from "./tags";

/**
 * Lets port 22 be reached from the environment's addresses and nowhere else. The rules are made with the jump host, so that
 * a new office address is a change of this small stack alone. Named by address: taking one away leaves the others as they are.
 */
export function bastionAccess(stack: EnvironmentStack, securityGroupId: string): void {
  for (const choice of stack.environment.bastion.allowedCidrs) {
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
