import type { Construct } from "constructs";
import type { Environment } from "../../environments/schema";
import { EnvironmentStack } from "../shared/environment-stack";
import type { TunnelEnd } from "../shared/tunnel-programs";
import { bastionAccess } from "./bastion-access";
import { bastionAddress } from "./bastion-address";
import { bastionAlarms } from "./bastion-alarms";
import { firstStartCommand } from "./bastion-first-start";
import type { BastionHost } from "./bastion-host";
import { bastionInstance } from "./bastion-instance";
import { nightlyStop } from "./bastion-nightly-stop";
import { startAgain } from "./bastion-start";
import { tunnel } from "./tunnel";

export interface BastionProps {
  readonly vpcId: string;
  /** The subnet of an ssh bastion; undefined if the network has no public subnet. */
  readonly publicSubnetId: string | undefined;
  /** The subnet of any other bastion. */
  readonly privateSubnetId: string;
  readonly securityGroupId: string;
  /** Where the tunnel ends. */
  readonly database: TunnelEnd;
}

/** The jump host through which people reach the database. The stack also exists without one, with an output that says so. */
export class BastionStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment, props: BastionProps) {
    super(scope, environment, "bastion");
    const { bastion } = environment;
    this.output("bastion_mode", "The way to the database for people: ssh, ssm, eice or none.", bastion.mode);
    if (bastion.mode === "none") {
      this.output("tunnel_command", "There is no way.", "none: this environment has no bastion (bastion.mode)");
    } else {
      this.makeHost(bastion, props);
    }
    this.outputWeakenedChoices("bastion");
  }

  private makeHost(bastion: BastionHost, props: BastionProps): void {
    const subnetId = bastion.mode === "ssh" ? props.publicSubnetId : props.privateSubnetId;
    if (subnetId === undefined) throw new Error("an ssh bastion without a public subnet; the schema lets none through");
    const access = bastionAccess(this, bastion, { ...props, subnetId });
    const instance = bastionInstance(this, bastion, { ...props, subnetId, keyName: access.keyName });
    bastionAlarms(this, instance.id);

    this.output("bastion_instance_id", "Id of the jump host.", instance.id);
    this.output(
      "first_start_command",
      "Shows what became of the jump host's first start: complete, or the step that failed.",
      firstStartCommand(this, instance.id, bastion.instanceType),
    );
    const address = bastionAddress(this, bastion, instance);
    if (address !== undefined) this.output("bastion_address", address.description, address.value);
    const way = tunnel(this, bastion, { instance, address, end: props.database, endpointArn: access.endpointArn });
    this.output("tunnel_command", way.description, way.command);
    if (way.policyArn !== undefined) {
      this.output("tunnel_policy_arn", "Policy that lets a person open the tunnel, and nothing else.", way.policyArn);
    }
    if (bastion.nightlyStop !== undefined) {
      nightlyStop(this, instance, bastion.nightlyStop);
      const start = startAgain(this, instance, address !== undefined && !address.isFixed);
      this.output("start_command", "Starts the jump host after it was stopped for the night.", start.command);
      this.output("start_policy_arn", "Policy that lets a person run start_command.", start.policyArn);
    }
  }
}
