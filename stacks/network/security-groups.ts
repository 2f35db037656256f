import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { EnvironmentStack } from "../shared/environment-stack";
import { resourceName } from "../shared/naming";
import { ANYWHERE } from "./routes";

const GROUPS = {
  function: "the rotation function",
  database: "the database",
  bastion: "the jump host",
  endpoints: "the interface endpoints of AWS services",
  clients: "applications that read an app secret and log in to the database",
} as const;
type GroupName = keyof typeof GROUPS;

/** Ids of the security groups, by who carries them. There are no endpoints, and no group for them, with NAT. */
export type SecurityGroupIds = Readonly<Record<Exclude<GroupName, "endpoints">, string>> & {
  readonly endpoints: string | undefined;
};

/**
 * Every security group of the environment and its rules. All are in the network's stack: a group stays in use until
 * Lambda deletes the last network interface of a deleted function, and that must not block the destruction of another stack. The bastion's
 * group exists in every mode, so that a change of the mode never waits for a host that still uses it.
 *
 * Terraform removes the default egress rule, so each connection is allowed on both sides.
 */
export function securityGroups(stack: EnvironmentStack, vpcId: string): SecurityGroupIds {
  const { bastion, database, network } = stack.environment;
  const group = (name: GroupName): string =>
    new SecurityGroup(stack, `${name}_group`, {
      name: resourceName(stack.environment, name),
      description: `For ${GROUPS[name]}.`,
      vpcId,
      tags: { Name: resourceName(stack.environment, name) },
      timeouts: { delete: "90m" },
    }).id;
  const groups: SecurityGroupIds = {
    function: group("function"),
    database: group("database"),
    bastion: group("bastion"),
    endpoints: network.egress === "endpoints" ? group("endpoints") : undefined,
    clients: group("clients"),
  };

  const toDatabase: readonly GroupName[] = [
    "function",
    ...(bastion.mode === "none" ? [] : ["bastion" as const]),
    "clients",
  ];
  for (const from of toDatabase) allow(stack, groups, from, "database", database.port);
  // With private DNS the endpoint is what the service's name leads to, for applications in the VPC as well.
  const toServices: readonly GroupName[] = [
    "function",
    ...(bastion.mode === "ssm" ? ["bastion" as const] : []),
    ...(network.clientsReachServices ? ["clients" as const] : []),
  ];
  for (const from of toServices) {
    if (groups.endpoints !== undefined) allow(stack, groups, from, "endpoints", 443);
    else if (from !== "bastion") allowHttpsAnywhere(stack, groups, from);
  }
  return groups;
}

function allow(stack: EnvironmentStack, groups: SecurityGroupIds, from: GroupName, to: GroupName, port: number): void {
  const [near, far] = [groups[from], groups[to]];
  if (near === undefined || far === undefined) throw new Error(`there is no group for ${from} or ${to}`);
  const range = { ipProtocol: "tcp", fromPort: port, toPort: port, description: `${from} to ${to}` };
  new VpcSecurityGroupEgressRule(stack, `${from}_to_${to}`, {
    ...range,
    securityGroupId: near,
    referencedSecurityGroupId: far,
  });
  new VpcSecurityGroupIngressRule(stack, `${to}_from_${from}`, {
    ...range,
    securityGroupId: far,
    referencedSecurityGroupId: near,
  });
}

/** Without endpoints of this environment AWS services are at addresses that are not known beforehand. */
function allowHttpsAnywhere(
  stack: EnvironmentStack,
  groups: SecurityGroupIds,
  from: "function" | "clients" | GroupName,
): void {
  const securityGroupId = groups[from];
  if (securityGroupId === undefined) throw new Error(`there is no group for ${from}`);
  new VpcSecurityGroupEgressRule(stack, `${from}_to_services`, {
    securityGroupId,
    description: `${from} to AWS services, which have changing addresses`,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: ANYWHERE,
  });
}
