import type { Construct } from "constructs";
import type { Environment } from "../../environments/schema";
import { EnvironmentStack } from "../shared/environment-stack";
import { openEndpoints, refuseSecondEndpoints } from "./existing-endpoints";
import { existingVpc } from "./existing-vpc";
import { lambdaQuotaCheck } from "./lambda-quota";
import { ownVpc } from "./own-vpc";
import { packageRepositories } from "./package-repositories";
import { type SecurityGroupIds, securityGroups } from "./security-groups";
import { vpcEndpoints } from "./vpc-endpoints";
import type { VpcLocation } from "./vpc-location";

/** The private network of all other resources, and the security groups that say who may connect to whom. */
export class NetworkStack extends EnvironmentStack {
  readonly location: VpcLocation;
  readonly securityGroupIds: SecurityGroupIds;

  constructor(scope: Construct, environment: Environment) {
    super(scope, environment, "network");
    const { network } = environment;
    lambdaQuotaCheck(this);
    this.location = network.kind === "own" ? ownVpc(this, network) : existingVpc(this, network);
    const { vpcId, privateIds, natAddresses } = this.location;
    this.securityGroupIds = securityGroups(this, vpcId);
    if (this.securityGroupIds.endpoints !== undefined) {
      vpcEndpoints(this, { vpcId, subnetIds: privateIds, securityGroupId: this.securityGroupIds.endpoints });
      if (network.kind === "existing") {
        refuseSecondEndpoints(this, network);
        openEndpoints(this, network, this.securityGroupIds.endpoints);
      }
    }
    packageRepositories(this, this.location, this.securityGroupIds.bastion);

    this.output("vpc_id", "Id of the VPC.", vpcId);
    this.output("private_subnet_ids", "Subnets for applications that use the database.", privateIds);
    this.output(
      "client_security_group_id",
      "Security group that an application carries to reach the database and Secrets Manager.",
      this.securityGroupIds.clients,
    );
    this.output(
      "bastion_security_group_id",
      "Security group of the jump host. It is there in every mode, and where there is no jump host nothing carries it.",
      this.securityGroupIds.bastion,
    );
    if (natAddresses.length > 0) {
      this.output("nat_addresses", "Public addresses from which the private subnets are seen.", natAddresses);
    }
  }
}
