import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { EnvironmentStack } from "./environment-stack";
import { resourceName } from "./naming";

const GROUPS = {
  function: "the rotation function",
  database: "the database",
  bastion: "the jump host",
  endpoints: "the interface endpoints of AWS services",
  clients: "applications that read an app secret and log in to the database",
} as const;
type GroupName = keyof typeof GROUPS;

/** Ids of the security groups, by who carries them. */
export type SecurityGroupIds = Readonly<Record<GroupName | "default", string>>;

/**
 * Every security group of the environment, and who may talk to whom. They all live with the network: a group is in use until
 * the last network interface of a deleted function is gone, and that must not hold up the destruction of another stack.
 *
 * Terraform removes the rule that lets everything out, so each way is written on both sides.
 */
export function securityGroups(stack: EnvironmentStack, vpcId: string): SecurityGroupIds {
  const { environment } = stack;
  const group = (name: GroupName): string =>
    new SecurityGroup(stack, `${name}_group`, {
      name: resourceName(environment, name),
      description: `For ${GROUPS[name]}.`,
      vpcId,
      tags: { Name: resourceName(environment, name) },
      timeouts: { delete: "90m" },
    }).id;
  const groups = {
    function: group("function"),
    database: group("database"),
    bastion: group("bastion"),
    endpoints: group("endpoints"),
    clients: group("clients"),
  };

  const allow = (from: GroupName, to: GroupName, port: number): void => {
    const description = `${from} to ${to}`;
    const range = { ipProtocol: "tcp", fromPort: port, toPort: port, description };
    new VpcSecurityGroupEgressRule(stack, `${from}_to_${to}`, {
      ...range,
      securityGroupId: groups[from],
      referencedSecurityGroupId: groups[to],
    });
    new VpcSecurityGroupIngressRule(stack, `${to}_from_${from}`, {
      ...range,
      securityGroupId: groups[to],
      referencedSecurityGroupId: groups[from],
    });
  };
  const databasePort = environment.database.port;
  allow("function", "database", databasePort);
  allow("function", "endpoints", 443);
  allow("bastion", "database", databasePort);
  allow("clients", "database", databasePort);
  allow("clients", "endpoints", 443);
  new VpcSecurityGroupEgressRule(stack, "bastion_to_package_repositories", {
    securityGroupId: groups.bastion,
    description: "Security updates of Amazon Linux, which come from changing addresses",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "0.0.0.0/0",
  });

  // Adopted to be emptied: whatever is started without naming a group can then talk to nobody.
  const unused = new DefaultSecurityGroup(stack, "default_group", {
    vpcId,
    tags: { Name: resourceName(environment, "default-unused") },
  });
  return { ...groups, default: unused.id };
}
