import type { MotoQuestion } from "../aws/gateway/moto-client";
import { operatorCall } from "../terraform/operator-call";
import { ENVIRONMENT } from "../terraform/workspace";
import type { LifecycleContext } from "./context";

/** A list that an AWS account can be asked for. */
interface Listing extends Omit<MotoQuestion, "region"> {
  readonly what: string;
}

const form = (
  service: string,
  action: string,
  version: string,
  more: Readonly<Record<string, string>> = {},
): Listing => ({
  service,
  what: action,
  form: { Action: action, Version: version, ...more },
});
const json = (service: string, target: string): Listing => ({
  service,
  what: target.split(".")[1] ?? target,
  json: { target, body: {} },
});
const rest = (service: string, what: string, path: string): Listing => ({ service, what, path });

const TAGGED = { "Filter.1.Name": "tag:environment", "Filter.1.Value.1": ENVIRONMENT };
const RUNNING = { "Filter.1.Name": "instance-state-name", "Filter.1.Value.1": "running" };

/** Everything that the stacks make and that can be listed. KMS keys stay for their waiting period; their aliases go at once. */
const LISTINGS: readonly Listing[] = [
  form("ec2", "DescribeVpcs", "2016-11-15", TAGGED),
  form("ec2", "DescribeSubnets", "2016-11-15", TAGGED),
  form("ec2", "DescribeSecurityGroups", "2016-11-15", TAGGED),
  form("ec2", "DescribeInstances", "2016-11-15", RUNNING),
  form("ec2", "DescribeKeyPairs", "2016-11-15"),
  form("rds", "DescribeDBInstances", "2014-10-31"),
  form("rds", "DescribeDBParameterGroups", "2014-10-31"),
  form("rds", "DescribeDBSubnetGroups", "2014-10-31"),
  form("iam", "ListRoles", "2010-05-08"),
  form("iam", "ListInstanceProfiles", "2010-05-08"),
  form("iam", "ListPolicies", "2010-05-08", { Scope: "Local" }),
  form("sns", "ListTopics", "2010-03-31"),
  form("monitoring", "DescribeAlarms", "2010-08-01"),
  form("monitoring", "ListDashboards", "2010-08-01"),
  json("logs", "Logs_20140328.DescribeLogGroups"),
  json("kms", "TrentService.ListAliases"),
  json("events", "AWSEvents.ListRules"),
  json("secretsmanager", "secretsmanager.ListSecrets"),
  rest("lambda", "ListFunctions", "/2015-03-31/functions/"),
  rest("scheduler", "ListSchedules", "/schedules"),
];

/** What the local AWS still holds of the environment, by the list that shows it. Its names and tags all begin with the environment's. */
export async function leftoverResources({ gateway }: Pick<LifecycleContext, "gateway">): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { what, ...call } of LISTINGS) {
    const text = await operatorCall(gateway.url, call);
    const names = text.match(new RegExp(`\\b(alias/)?${ENVIRONMENT}[-/][\\w/-]+|>${ENVIRONMENT}<`, "g")) ?? [];
    if (names.length > 0) left.push(`${call.service} ${what}: ${[...new Set(names)].join(" ")}`);
  }
  return left;
}
