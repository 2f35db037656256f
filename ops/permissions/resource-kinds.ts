import type { Attributes } from "../review/model/change";

/** What a type of Terraform is in the Service Authorization Reference. */
export interface ResourceKind {
  readonly kind: string;
  /** What stands behind the last fixed part of its ARN; undefined where AWS makes up an id, so that only tags tell whose it is. */
  name?(attributes: Attributes): string | undefined;
}

const named =
  (attribute: string, suffix = "") =>
  (attributes: Attributes): string | undefined => {
    const name = attributes[attribute];
    if (typeof name === "string") return `${name}${suffix}`;
    // Terraform ends it with a time.
    const prefix = attributes[`${attribute}_prefix`];
    return typeof prefix === "string" ? `${prefix}*` : undefined;
  };

export const RESOURCE_KINDS: Readonly<Record<string, ResourceKind>> = {
  aws_vpc: { kind: "ec2:vpc" },
  aws_subnet: { kind: "ec2:subnet" },
  aws_internet_gateway: { kind: "ec2:internet-gateway" },
  aws_route_table: { kind: "ec2:route-table" },
  aws_nat_gateway: { kind: "ec2:natgateway" },
  aws_eip: { kind: "ec2:elastic-ip" },
  aws_network_acl: { kind: "ec2:network-acl" },
  aws_security_group: { kind: "ec2:security-group" },
  aws_vpc_security_group_egress_rule: { kind: "ec2:security-group-rule" },
  aws_vpc_security_group_ingress_rule: { kind: "ec2:security-group-rule" },
  aws_vpc_endpoint: { kind: "ec2:vpc-endpoint" },
  aws_flow_log: { kind: "ec2:vpc-flow-log" },
  aws_instance: { kind: "ec2:instance" },
  aws_key_pair: { kind: "ec2:key-pair", name: named("key_name") },
  aws_ec2_instance_connect_endpoint: { kind: "ec2:instance-connect-endpoint" },
  aws_ssm_document: { kind: "ssm:document", name: named("name") },
  aws_db_instance: { kind: "rds:db", name: named("identifier") },
  aws_db_subnet_group: { kind: "rds:subgrp", name: named("name") },
  aws_db_parameter_group: { kind: "rds:pg", name: named("name") },
  aws_db_option_group: { kind: "rds:og", name: named("name") },
  aws_db_snapshot_copy: { kind: "rds:snapshot", name: named("target_db_snapshot_identifier") },
  aws_iam_role: { kind: "iam:role", name: named("name") },
  aws_iam_policy: { kind: "iam:policy", name: named("name") },
  aws_iam_instance_profile: { kind: "iam:instance-profile", name: named("name") },
  aws_kms_key: { kind: "kms:key" },
  aws_kms_alias: { kind: "kms:alias", name: ({ name }) => String(name).replace(/^alias\//, "") },
  aws_cloudwatch_log_group: { kind: "logs:log-group", name: named("name") },
  aws_cloudwatch_metric_alarm: { kind: "cloudwatch:alarm", name: named("alarm_name") },
  aws_cloudwatch_dashboard: { kind: "cloudwatch:dashboard", name: named("dashboard_name") },
  aws_scheduler_schedule_group: { kind: "scheduler:schedule-group", name: named("name") },
  aws_scheduler_schedule: {
    kind: "scheduler:schedule",
    // One in a group of the stack is named by its group.
    name: ({ name, group_name: group = "default" }) =>
      String(group).startsWith("${") ? undefined : `${String(group)}/${String(name)}`,
  },
  aws_secretsmanager_secret: { kind: "secretsmanager:Secret", name: named("name", "-??????") },
  aws_lambda_function: { kind: "lambda:function", name: named("function_name") },
  aws_sns_topic: { kind: "sns:topic", name: named("name") },
  aws_cloudwatch_event_rule: { kind: "events:rule-on-default-event-bus", name: named("name") },
};

/** Resources that no stack makes by themselves, and that a call of the same stack concerns. */
export const FURTHER_KINDS: readonly string[] = [
  "ec2:image",
  "ec2:network-interface",
  "ec2:prefix-list",
  "ec2:volume",
  "rds:snapshot",
  "servicequotas:quota",
  "ssm:parameter",
];

/** Everything that a policy of `ops permissions` can name. */
export const KINDS: ReadonlySet<string> = new Set([
  ...Object.values(RESOURCE_KINDS).map(({ kind }) => kind),
  ...FURTHER_KINDS,
]);
