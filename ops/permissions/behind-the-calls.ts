import type { Permission } from "./policy";
import type { StackPurpose } from "./purposes";
import type { StackResources } from "./stack-resources";

/** What gets a role from its caller, and the service that assumes it. */
const PASSED: Readonly<Record<string, string>> = {
  aws_flow_log: "vpc-flow-logs.amazonaws.com",
  aws_lambda_function: "lambda.amazonaws.com",
  aws_db_instance: "monitoring.rds.amazonaws.com",
  aws_scheduler_schedule: "scheduler.amazonaws.com",
  aws_instance: "ec2.amazonaws.com",
};

/** What AWS checks behind a call: no recording shows it. docs/deploying.md has the source of each. */
export function behindTheCalls(purpose: StackPurpose, stack: StackResources): readonly Permission[] {
  const types = new Set([...stack.stack.resources.values()].map(({ type }) => type));
  return [
    ...(types.has("aws_lambda_function") ? functionSettings(purpose, stack) : []),
    ...(purpose === "plan" ? [] : attachments(stack)),
    ...(purpose === "deploy"
      ? [...passedRoles(types, stack), ...serviceLinkedRoles(types, stack), ...database(types, stack)]
      : []),
  ];
}

/** Without Decrypt, Lambda leaves the settings out of its answer, and every plan would want to write them again. */
function functionSettings(purpose: StackPurpose, stack: StackResources): readonly Permission[] {
  const { environment } = stack;
  const { arns, condition } = stack.own("kms:key");
  const [functionArn = ""] = stack.own("lambda:function").arns;
  const via = { "kms:ViaService": `lambda.${environment.region}.amazonaws.com` };
  const context = { "kms:EncryptionContext:aws:lambda:FunctionArn": functionArn };
  const decrypt = {
    what: "ReadFunctionSettings",
    actions: ["kms:Decrypt"],
    resources: arns,
    condition: { StringEquals: { ...condition?.StringEquals, ...via, ...context } },
  };
  if (purpose === "plan") return [decrypt];
  return [
    decrypt,
    {
      what: "EncryptFunctionSettings",
      actions: ["kms:CreateGrant", "kms:Encrypt", "kms:GenerateDataKey"],
      resources: arns,
      condition: { StringEquals: { ...condition?.StringEquals, ...via } },
    },
  ];
}

function passedRoles(types: ReadonlySet<string>, stack: StackResources): readonly Permission[] {
  const services = Object.entries(PASSED).flatMap(([type, service]) => (types.has(type) ? [service] : []));
  if (services.length === 0 || !stack.has("iam:role")) return [];
  return [
    {
      what: "PassRoles",
      actions: ["iam:PassRole"],
      resources: stack.own("iam:role").arns,
      condition: { StringEquals: { "iam:PassedToService": services } },
    },
  ];
}

function serviceLinkedRoles(types: ReadonlySet<string>, stack: StackResources): readonly Permission[] {
  const services = [
    ...(types.has("aws_db_instance") ? ["rds.amazonaws.com"] : []),
    // An alarm that recovers or restarts a host.
    ...(types.has("aws_instance") && types.has("aws_cloudwatch_metric_alarm") ? ["events.amazonaws.com"] : []),
    ...(types.has("aws_ec2_instance_connect_endpoint") ? ["ec2-instance-connect.amazonaws.com"] : []),
  ];
  return services.map((service) => ({
    what: "MakeServiceLinkedRole",
    actions: ["iam:CreateServiceLinkedRole"],
    resources: stack.arn("iam:role", `aws-service-role/${service}/*`),
    condition: { StringEquals: { "iam:AWSServiceName": service } },
  }));
}

/** A role attaches the stack's own policies and those of AWS that it names, nothing else. The role may be an application's. */
function attachments(stack: StackResources): readonly Permission[] {
  const { environment } = stack;
  const found = [...stack.stack.resources.values()].filter(({ type }) => type === "aws_iam_role_policy_attachment");
  if (found.length === 0) return [];
  const literal = found.map(({ attributes }) => String(attributes.role)).filter((role) => !role.startsWith("${"));
  const others = environment.appSecrets
    .flatMap(({ consumerRoles }) => consumerRoles)
    .filter((arn) => literal.includes(arn.slice(arn.lastIndexOf("/") + 1)));
  const policies = found.map(({ attributes }) => String(attributes.policy_arn));
  const own = policies.some((arn) => arn.startsWith("${")) ? stack.own("iam:policy").arns : [];
  const roles = found.some(({ attributes }) => String(attributes.role).startsWith("${"))
    ? stack.own("iam:role").arns
    : [];
  return [
    {
      what: "AttachPolicies",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      resources: [...new Set([...roles, ...others])],
      condition: { ArnLike: { "iam:PolicyARN": [...policies.filter((arn) => !arn.startsWith("${")), ...own] } },
    },
    ...(others.length === 0
      ? []
      : [
          {
            what: "ReadRolesOfApplications",
            actions: ["iam:ListAttachedRolePolicies"],
            resources: [...new Set(others)],
          },
        ]),
  ];
}

/** RDS makes the instance and its admin secret with the permissions of its caller, except for the value. */
function database(types: ReadonlySet<string>, stack: StackResources): readonly Permission[] {
  if (!types.has("aws_db_instance")) return [];
  const { arns, condition } = stack.own("kms:key");
  return [
    {
      what: "UseTheDatabaseKey",
      actions: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      resources: arns,
      ...(condition && { condition }),
    },
    {
      what: "MakeTheAdminSecret",
      actions: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
      resources: stack.arn("secretsmanager:Secret", "rds!db-*"),
    },
  ];
}
