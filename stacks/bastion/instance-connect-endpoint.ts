import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";

export interface InstanceConnectEndpointOptions {
  readonly vpcId: string;
  readonly subnetId: string;
  /** The group of the host behind it. */
  readonly securityGroupId: string;
}

/**
 * An EC2 Instance Connect Endpoint: IAM-controlled access to port 22 of the bastion only. Its security group is in this stack and not
 * in the network, because no interface of it lingers: a change of the mode removes both at once. Returns its ARN.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html
 */
export function instanceConnectEndpoint(stack: EnvironmentStack, options: InstanceConnectEndpointOptions): string {
  const name = resourceName(stack.environment, "instance-connect");
  const group = new SecurityGroup(stack, "instance_connect_group", {
    name,
    description: "For the EC2 Instance Connect Endpoint.",
    vpcId: options.vpcId,
    tags: { Name: name },
  });
  const ssh = { ipProtocol: "tcp", fromPort: 22, toPort: 22, description: "instance connect to bastion" };
  new VpcSecurityGroupEgressRule(stack, "instance_connect_to_bastion", {
    ...ssh,
    securityGroupId: group.id,
    referencedSecurityGroupId: options.securityGroupId,
  });
  new VpcSecurityGroupIngressRule(stack, "bastion_from_instance_connect", {
    ...ssh,
    securityGroupId: options.securityGroupId,
    referencedSecurityGroupId: group.id,
  });
  const endpoint = new Ec2InstanceConnectEndpoint(stack, "instance_connect_endpoint", {
    subnetId: options.subnetId,
    securityGroupIds: [group.id],
    // The host sees the endpoint's own address, so that naming the endpoint's group is enough.
    preserveClientIp: false,
    tags: { Name: name },
  });
  return endpoint.arn;
}
