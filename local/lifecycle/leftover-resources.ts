import { OPERATOR } from "../terraform/credentials";
import { ENVIRONMENT } from "../terraform/workspace";
import type { LifecycleContext } from "./context";

/** A list that an AWS account can be asked for. */
interface Listing {
  readonly service: string;
  readonly what: string;
  readonly path?: string;
  readonly method?: "GET" | "POST";
  readonly type?: string;
  readonly target?: string;
  readonly body?: string;
}

const form = (service: string, action: string, version: string, more = ""): Listing => ({
  service,
  what: action,
  type: "application/x-www-form-urlencoded",
  body: `Action=${action}&Version=${version}${more}`,
});
const json = (service: string, target: string, body = "{}", type = "application/x-amz-json-1.1"): Listing => ({
  service,
  what: target.split(".")[1] ?? target,
  target,
  type,
  body,
});
const rest = (service: string, what: string, path: string): Listing => ({ service, what, path, method: "GET" });

/** Everything that the stacks make and that can be listed. KMS keys stay for their waiting period; their aliases go at once. */
const LISTINGS: readonly Listing[] = [
  form("ec2", "DescribeVpcs", "2016-11-15", `&Filter.1.Name=tag:environment&Filter.1.Value.1=${ENVIRONMENT}`),
  form("ec2", "DescribeSubnets", "2016-11-15", `&Filter.1.Name=tag:environment&Filter.1.Value.1=${ENVIRONMENT}`),
  form("ec2", "DescribeSecurityGroups", "2016-11-15", `&Filter.1.Name=tag:environment&Filter.1.Value.1=${ENVIRONMENT}`),
  form("ec2", "DescribeInstances", "2016-11-15", "&Filter.1.Name=instance-state-name&Filter.1.Value.1=running"),
  form("ec2", "DescribeKeyPairs", "2016-11-15"),
  form("rds", "DescribeDBInstances", "2014-10-31"),
  form("rds", "DescribeDBParameterGroups", "2014-10-31"),
  form("rds", "DescribeDBSubnetGroups", "2014-10-31"),
  form("iam", "ListRoles", "2010-05-08"),
  form("iam", "ListInstanceProfiles", "2010-05-08"),
  form("iam", "ListPolicies", "2010-05-08", "&Scope=Local"),
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

/** What the local AWS still holds of the environment, by the list in which it stands. Its names and tags all begin with the environment's. */
export async function leftoverResources({ gateway }: Pick<LifecycleContext, "gateway">): Promise<readonly string[]> {
  const left: string[] = [];
  for (const listing of LISTINGS) {
    const { service, what, path = "/", method = "POST", type, target, body } = listing;
    const response = await fetch(`${gateway.url}${path}`, {
      method,
      headers: {
        // Nothing checks the signature; the credential scope says which service is meant.
        authorization: `AWS4-HMAC-SHA256 Credential=${OPERATOR}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        ...(type === undefined ? {} : { "content-type": type }),
        ...(target === undefined ? {} : { "x-amz-target": target }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`the local AWS did not answer ${service} ${what}: ${response.status} ${text.slice(0, 300)}`);
    const names = text.match(new RegExp(`\\b(alias/)?${ENVIRONMENT}[-/][\\w/-]+|>${ENVIRONMENT}<`, "g")) ?? [];
    if (names.length > 0) left.push(`${service} ${what}: ${[...new Set(names)].join(" ")}`);
  }
  return left;
}
