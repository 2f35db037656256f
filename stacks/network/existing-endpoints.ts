import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { DataAwsNetworkInterfaces } from "@cdktf/provider-aws/lib/data-aws-network-interfaces";
import { DataAwsVpcEndpoint } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformLocal } from "cdktf";
import type { ExistingNetwork } from "../../environments/sections/network-section";
import type { EnvironmentStack } from "../shared/environment-stack";
import { stackId } from "../shared/naming";
import { endpointServices } from "./endpoint-policies";
import { endpointServiceName } from "./vpc-endpoints";

/**
 * Lets those in an existing VPC use the endpoints that the environment file names, and says in an output whom the endpoints concern: their private
 * DNS leads everything in the VPC to them.
 */
export function openEndpoints(stack: EnvironmentStack, network: ExistingNetwork, securityGroupId: string): void {
  const openTo = network.vpc.endpointsOpenTo ?? [];
  for (const client of openTo) {
    new VpcSecurityGroupIngressRule(stack, `endpoints_from_${client.replace(/[./]/g, "-")}`, {
      securityGroupId,
      description: "others in the VPC to endpoints",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      ...(client.startsWith("sg-") ? { referencedSecurityGroupId: client } : { cidrIpv4: client }),
    });
  }
  stack.output(
    "shared_endpoints",
    "Services that everything in the VPC asks through these endpoints, and who else may.",
    {
      services: endpointServices(stack.environment).map(([service]) => service),
      open_to: openTo,
    },
  );
}

/**
 * Has every plan refuse endpoints that AWS would refuse half-way through the deployment: of each service a VPC can have one endpoint with private DNS.
 * The provider lists no endpoints, so they are found by their network interfaces, which name them.
 *
 * https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html and
 * https://github.com/hashicorp/terraform-provider-aws/issues/17535
 */
export function refuseSecondEndpoints(stack: EnvironmentStack, { vpc }: ExistingNetwork): void {
  const { environment } = stack;
  new DataAwsNetworkInterfaces(stack, "endpoint_interfaces", {
    filter: [
      { name: "vpc-id", values: [vpc.id] },
      { name: "interface-type", values: ["vpc_endpoint"] },
    ],
  });
  const each = new DataAwsNetworkInterface(stack, "endpoint_interface", {});
  each.addOverride("for_each", expression("toset(data.aws_network_interfaces.endpoint_interfaces.ids)"));
  each.addOverride("id", expression("each.value"));
  // Their description is "VPC Endpoint Interface vpce-...".
  const named = 'regexall("vpce-[0-9a-f]+", found.description)';
  const all = `for found in data.aws_network_interface.endpoint_interface : ${named}`;
  new TerraformLocal(stack, "endpoint_ids", expression(`toset(flatten([${all}]))`));
  const endpoints = new DataAwsVpcEndpoint(stack, "endpoint_in_vpc", {});
  endpoints.addOverride("for_each", expression("local.endpoint_ids"));
  endpoints.addOverride("id", expression("each.value"));
  const services = endpointServices(environment).map(([service]) => endpointServiceName(environment.region, service));
  const isOther = `lookup(self.tags, "stack", "") != ${JSON.stringify(stackId(environment, "network"))}`;
  const isAsked = `contains(${JSON.stringify(services)}, self.service_name)`;
  const [service, id] = [expression("self.service_name"), expression("self.id")];
  endpoints.addOverride("lifecycle.postcondition", [
    {
      condition: expression(`!(${isAsked} && self.private_dns_enabled && ${isOther})`),
      error_message:
        `The VPC ${vpc.id} has an endpoint of ${service} with private DNS already, ${id}, and it can have one. ` +
        'Write network.egress: "existing" in the environment file, and open that endpoint to the security groups of the function and the clients.',
    },
  ]);
}

/** An expression of Terraform's, as its JSON has it. */
function expression(text: string): string {
  return `\${${text}}`;
}
