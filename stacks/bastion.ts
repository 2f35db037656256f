import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { bastionAccess } from "./bastion-access";
import { EnvironmentStack } from "./environment-stack";
import { resourceName } from "./naming";

/** AWS keeps the id of the newest Amazon Linux 2023 for arm64 here. */
const NEWEST_IMAGE_PARAMETER = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

/** The port on one's own machine that the tunnel listens on; 3306 is often taken there. */
const LOCAL_TUNNEL_PORT = 13_306;

/** The size of the image itself: nothing is kept on a jump host. */
const ROOT_VOLUME_GIB = 8;

export interface BastionProps {
  readonly publicSubnetId: string;
  readonly securityGroupId: string;
  /** Where the tunnel ends. */
  readonly database: { readonly host: string; readonly port: number };
}

/** The jump host: the one way for a person to the database. */
export class BastionStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, props: BastionProps) {
    super(scope, environment, "bastion");
    const { bastion } = environment;
    bastionAccess(this, props.securityGroupId);
    const key = new KeyPair(this, "key_pair", {
      keyName: resourceName(environment, "bastion"),
      publicKey: bastion.publicKey,
    });
    const instance = new Instance(this, "instance", {
      ami: bastion.imageId ?? newestImage(this),
      instanceType: bastion.instanceType,
      keyName: key.keyName,
      subnetId: props.publicSubnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      associatePublicIpAddress: true,
      // Version 2 needs a session token and one hop: a request that the host is talked into forwarding gets nothing.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: ROOT_VOLUME_GIB },
      tags: { Name: resourceName(environment, "bastion") },
      // The parameter moves with every image that AWS publishes; a jump host in use is not replaced for that. A new image is
      // taken by `terraform apply -replace=aws_instance.instance` or by setting bastion.imageId.
      ...(bastion.imageId === undefined ? { lifecycle: { ignoreChanges: ["ami"] } } : {}),
    });

    const { host, port } = props.database;
    this.output("bastion_instance_id", "Id of the jump host.", instance.id);
    this.output(
      "bastion_address",
      "Public address of the jump host; changes when it is stopped and started.",
      instance.publicIp,
    );
    this.output(
      "tunnel_command",
      `Opens 127.0.0.1:${LOCAL_TUNNEL_PORT} to the database.`,
      `ssh -N -L ${LOCAL_TUNNEL_PORT}:${host}:${port} ec2-user@${instance.publicIp}`,
    );
    this.outputWeakenedChoices("bastion");
  }
}

function newestImage(stack: BastionStack): string {
  const parameter = new DataAwsSsmParameter(stack, "newest_image", { name: NEWEST_IMAGE_PARAMETER });
  // `value` is marked as sensitive and would hide the image in every plan.
  return parameter.insecureValue;
}
