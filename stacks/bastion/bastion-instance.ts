import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { newestImageParameter } from "../shared/newest-image";
import type { TunnelEnd } from "../shared/tunnel-programs";
import type { BastionHost } from "./bastion-host";
import { bastionProfile } from "./bastion-profile";
import { bastionUserData } from "./bastion-user-data";

/** The size of the image itself, with room for the swap file: nothing is kept on a jump host. */
const ROOT_VOLUME_GIB = 8;

export interface BastionInstanceOptions {
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly keyName: string | undefined;
  readonly database: TunnelEnd;
}

/** The host itself. It keeps nothing and can be replaced at any time. */
export function bastionInstance(
  stack: EnvironmentStack,
  bastion: BastionHost,
  options: BastionInstanceOptions,
): Instance {
  const { environment } = stack;
  return new Instance(stack, "instance", {
    ami: bastion.imageId ?? newestImage(stack, bastion.instanceType),
    instanceType: bastion.instanceType,
    ...(options.keyName === undefined ? {} : { keyName: options.keyName }),
    subnetId: options.subnetId,
    vpcSecurityGroupIds: [options.securityGroupId],
    associatePublicIpAddress: bastion.mode === "ssh",
    iamInstanceProfile: bastionProfile(stack, bastion.mode),
    // IMDSv2 needs a session token and one hop, so a request that the host forwards for an attacker gets nothing.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: ROOT_VOLUME_GIB },
    // Every type that the schema lets through is so by itself; EC2 refuses it for others.
    ebsOptimized: true,
    // Figures every minute instead of every five.
    monitoring: true,
    userData: bastionUserData(bastion.mode, options.database),
    // It is read at the first start only: what changes in it needs another host.
    userDataReplaceOnChange: true,
    tags: { Name: resourceName(environment, "bastion") },
    lifecycle: { ignoreChanges: changesOfItsOwn(bastion) },
  });
}

/** Attributes that change without a change of the environment, and would replace a jump host in use. */
function changesOfItsOwn(bastion: BastionHost): string[] {
  return [
    // The parameter moves with every image that AWS publishes. A new image is taken by `terraform apply -replace=aws_instance.instance`
    // or by setting bastion.imageId.
    ...(bastion.imageId === undefined ? ["ami"] : []),
    // EC2 takes the address back from a host that is stopped, and the provider reads that as another choice. Another mode changes the subnet
    // or the key as well. https://github.com/hashicorp/terraform-provider-aws/issues/33775
    ...(bastion.mode === "ssh" ? ["associate_public_ip_address"] : []),
  ];
}

function newestImage(stack: EnvironmentStack, instanceType: string): string {
  const parameter = new DataAwsSsmParameter(stack, "newest_image", { name: newestImageParameter(instanceType) });
  // `value` is marked as sensitive and would hide the image in every plan.
  return parameter.insecureValue;
}
