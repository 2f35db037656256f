import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { EnvironmentStack } from "./environment-stack";
import { flowLogs } from "./flow-logs";
import { resourceName } from "./naming";
import { type SecurityGroupIds, securityGroups } from "./security-groups";
import { type Subnets, subnets } from "./subnets";
import { vpcEndpoints } from "./vpc-endpoints";

/** The private network: where everything else lives, and who in it may talk to whom. */
export class NetworkStack extends EnvironmentStack {
  readonly subnets: Subnets;
  readonly securityGroupIds: SecurityGroupIds;

  constructor(scope: Construct, environment: Environment) {
    super(scope, environment, "network");
    const vpc = new Vpc(this, "vpc", {
      cidrBlock: environment.network.cidr,
      // Private DNS of the endpoints needs both.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: resourceName(environment, "vpc") },
    });
    this.subnets = subnets(this, vpc.id);
    this.securityGroupIds = securityGroups(this, vpc.id);
    vpcEndpoints(this, {
      vpcId: vpc.id,
      subnetIds: this.subnets.privateIds,
      securityGroupId: this.securityGroupIds.endpoints,
    });
    flowLogs(this, vpc.id);

    this.output("vpc_id", "Id of the VPC.", vpc.id);
    this.output("private_subnet_ids", "Subnets for applications that use the database.", this.subnets.privateIds);
    this.output(
      "client_security_group_id",
      "Security group that an application carries to reach the database and Secrets Manager.",
      this.securityGroupIds.clients,
    );
  }
}
