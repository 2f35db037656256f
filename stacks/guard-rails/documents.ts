import { dashboardDocuments } from "./dashboard-documents";
import type { EnvironmentModel, ModelResource } from "./environment-model";
import { groupedBy } from "./grouped-by";
import { asList, asObject } from "./json";
import { resolvedText } from "./resolved-text";
import type { SizedDocument } from "./sized-document";

interface Limit {
  readonly kind: string;
  readonly type: string;
  /** Leads to the text from the resource's values. */
  readonly keys: readonly string[];
  readonly max: number;
  readonly unit: SizedDocument["unit"];
}

const IAM = { unit: "characters" } as const;

/**
 * Limits of one document each. IAM does not count white space, and no policy here has any.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const LIMITS: readonly Limit[] = [
  { kind: "managed policy", type: "aws_iam_policy", keys: ["policy"], max: 6144, ...IAM },
  { kind: "trust policy of a role", type: "aws_iam_role", keys: ["assume_role_policy"], max: 2048, ...IAM },
  {
    kind: "policy of a secret",
    type: "aws_secretsmanager_secret_policy",
    keys: ["policy"],
    max: 20_480,
    unit: "characters",
  },
  { kind: "policy of a key", type: "aws_kms_key", keys: ["policy"], max: 32_768, unit: "bytes" },
  { kind: "policy of an endpoint", type: "aws_vpc_endpoint", keys: ["policy"], max: 20_480, unit: "characters" },
  {
    kind: "pattern of an event rule",
    type: "aws_cloudwatch_event_rule",
    keys: ["event_pattern"],
    max: 2048,
    unit: "characters",
  },
  {
    kind: "input of an audit call",
    type: "aws_scheduler_schedule",
    keys: ["target", "input"],
    max: 262_144,
    unit: "bytes",
  },
  {
    kind: "settings of the function",
    type: "aws_lambda_function",
    keys: ["environment", "variables"],
    max: 4096,
    unit: "bytes",
  },
];

/** Everything in an environment whose size AWS limits, with the size that it can reach. */
export function sizedDocuments(environment: EnvironmentModel): readonly SizedDocument[] {
  return [
    ...LIMITS.flatMap((limit) =>
      environment.resources(limit.type).flatMap((resource) => sized(environment, resource, limit)),
    ),
    ...inlinePolicies(environment),
    ...functionPolicies(environment),
    ...environment.resources("aws_cloudwatch_dashboard").flatMap(dashboardDocuments),
  ];
}

function sized(environment: EnvironmentModel, resource: ModelResource, limit: Limit): readonly SizedDocument[] {
  const { kind, keys, max, unit } = limit;
  const value = keys.reduce<unknown>((at, key) => asObject(asList(at)[0])[key], resource.values);
  if (value === undefined) return [];
  return [{ kind, path: resource.path, size: lengthOf(environment, resource.stack, value), max, unit }];
}

/** IAM adds up all inline policies of a role. */
function inlinePolicies(environment: EnvironmentModel): readonly SizedDocument[] {
  const policies = environment.resources("aws_iam_role_policy");
  return addedUp(policies, ({ values }) => values.role).map(([first, all]) => ({
    kind: "inline policies of a role",
    path: first.path,
    size: all.reduce((sum, { stack, values }) => sum + lengthOf(environment, stack, values.policy), 0),
    max: 10_240,
    unit: "characters",
  }));
}

/** Lambda makes one policy of all permissions of a function. */
function functionPolicies(environment: EnvironmentModel): readonly SizedDocument[] {
  const permissions = environment.resources("aws_lambda_permission");
  return addedUp(permissions, ({ values }) => values.function_name).map(([first, all]) => ({
    kind: "policy of the function",
    path: first.path,
    size: lengthOf(environment, first.stack, {
      Version: "2012-10-17",
      Id: "default",
      Statement: all.map(({ values }) => ({
        Sid: values.statement_id,
        Effect: "Allow",
        Principal: { Service: values.principal },
        Action: values.action,
        Resource: `arn:aws-us-gov:lambda:ap-southeast-1:111122223333:function:${"x".repeat(64)}`,
        Condition: {
          StringEquals: { "AWS:SourceAccount": values.source_account },
          ArnLike: { "AWS:SourceArn": values.source_arn },
        },
      })),
    }),
    max: 20_480,
    unit: "bytes",
  }));
}

function addedUp(
  resources: readonly ModelResource[],
  ownerOf: (resource: ModelResource) => unknown,
): readonly (readonly [ModelResource, readonly ModelResource[]])[] {
  const owned = groupedBy(resources, (resource) => `${resource.stack} ${String(ownerOf(resource))}`);
  return [...owned.values()].flatMap((all) => (all[0] === undefined ? [] : [[all[0], all] as const]));
}

function lengthOf(environment: EnvironmentModel, stackId: string, value: unknown): number {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return Buffer.byteLength(resolvedText(environment, stackId, text));
}
