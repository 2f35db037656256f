import type { TestGateway } from "./gateway";

/** Lists of everything that the stacks make, and what in an answer is one of them. What AWS itself keeps for a while does not count. */
const QUERIES: readonly (readonly [
  service: string,
  action: string,
  one: RegExp,
  parameters?: Record<string, string>,
])[] = [
  ["ec2", "DescribeVpcs", /<vpcId>[^<]+/g],
  ["ec2", "DescribeSubnets", /<subnetId>[^<]+/g],
  ["ec2", "DescribeSecurityGroups", /<groupId>[^<]+/g],
  ["ec2", "DescribeInternetGateways", /<internetGatewayId>[^<]+/g],
  ["ec2", "DescribeRouteTables", /<routeTableId>[^<]+/g],
  ["ec2", "DescribeVpcEndpoints", /<vpcEndpointId>[^<]+/g],
  ["ec2", "DescribeFlowLogs", /<flowLogId>[^<]+/g],
  ["ec2", "DescribeKeyPairs", /<keyName>[^<]+/g],
  ["ec2", "DescribeInstances", /<instanceState>.*?<name>(?!terminated)[^<]+/g],
  ["iam", "ListRoles", /<RoleName>[^<]+/g],
  ["iam", "ListPolicies", /<PolicyName>[^<]+/g, { Scope: "Local" }],
  ["iam", "ListInstanceProfiles", /<InstanceProfileName>[^<]+/g],
  ["rds", "DescribeDBInstances", /<DBInstanceIdentifier>[^<]+/g],
  ["rds", "DescribeDBParameterGroups", /<DBParameterGroupName>[^<]+/g],
  ["rds", "DescribeDBSubnetGroups", /<DBSubnetGroupName>[^<]+/g],
  ["sns", "ListTopics", /<TopicArn>[^<]+/g],
  ["monitoring", "DescribeAlarms", /<AlarmName>[^<]+/g],
];

/** What is there now, by the name that AWS gives it. */
export async function leftInAws(gateway: TestGateway): Promise<readonly string[]> {
  const left: string[] = [];
  const collect = (text: string, one: RegExp): void => void left.push(...(text.match(one) ?? []));
  for (const [service, action, one, parameters] of QUERIES) {
    collect((await gateway.form(service, { Action: action, ...parameters })).body, one);
  }
  collect((await gateway.json("secretsmanager", "secretsmanager.ListSecrets", {})).body, /"Name":"[^"]+/g);
  collect((await gateway.json("logs", "Logs_20140328.DescribeLogGroups", {})).body, /"logGroupName": ?"[^"]+/g);
  collect((await gateway.json("events", "AWSEvents.ListRules", {})).body, /"Name": ?"[^"]+/g);
  collect((await gateway.rest("lambda", "GET", "/2015-03-31/functions")).body, /"FunctionName": ?"[^"]+/g);
  collect((await gateway.rest("scheduler", "GET", "/schedules")).body, /"Name": ?"[^"]+/g);
  return left.sort();
}
