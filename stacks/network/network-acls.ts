import { NetworkAcl, type NetworkAclIngress } from "@cdktf/provider-aws/lib/network-acl";
import type { OwnNetwork } from "../../environments/sections/network-section";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { ANYWHERE } from "./routes";
import type { SubnetIds } from "./subnets";

/** The ports that Linux and Windows take for the near end of a connection. SSH, RDP and MySQL are not among them. */
const ANSWERS = { fromPort: 32_768, toPort: 65_535 };

/**
 * Network ACLs, if the environment enables them: private and intra subnets have traffic within the VPC only. If private subnets have a route
 * out, HTTPS and its responses pass. An ACL is stateless and takes no prefix lists, so it cannot be narrower;
 * the security groups are.
 */
export function networkAcls(stack: EnvironmentStack, vpcId: string, network: OwnNetwork, subnetIds: SubnetIds): void {
  if (!network.networkAcl) return;
  const { bastion } = stack.environment;
  // A private bastion reaches its package repositories over the S3 gateway endpoint, at public addresses.
  const privateHost = bastion.mode === "ssm" || bastion.mode === "eice";
  const wayOut = network.egress !== "endpoints" || privateHost;
  const fence = (kind: "private" | "intra", open: boolean): void => {
    new NetworkAcl(stack, `${kind}_acl`, {
      vpcId,
      subnetIds: [...subnetIds[kind]],
      ingress: [withinVpc(network), ...(open ? [tcp(ANSWERS)] : [])],
      egress: [withinVpc(network), ...(open ? [tcp({ fromPort: 443, toPort: 443 })] : [])],
      tags: { Name: resourceName(stack.environment, kind) },
    });
  };
  fence("private", wayOut);
  if (network.intraSubnets) fence("intra", false);
}

function withinVpc({ cidr }: OwnNetwork): NetworkAclIngress {
  return { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: cidr };
}

function tcp(ports: { readonly fromPort: number; readonly toPort: number }): NetworkAclIngress {
  return { ruleNo: 200, action: "allow", protocol: "tcp", ...ports, cidrBlock: ANYWHERE };
}
