import type { SynthesizedStack } from "../support/synthesized-stacks";

/** The arguments that a reviewer wants to see change, by type. Their values are short and hold no reference. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ["name", "retention_in_days"],
  aws_cloudwatch_metric_alarm: ["metric_name", "threshold"],
  aws_db_instance: [
    "engine",
    "engine_version",
    "instance_class",
    "multi_az",
    "deletion_protection",
    "backup_retention_period",
    "skip_final_snapshot",
    "publicly_accessible",
    "storage_encrypted",
    "manage_master_user_password",
    "iam_database_authentication_enabled",
  ],
  aws_iam_policy: ["name"],
  aws_iam_role: ["name"],
  aws_instance: ["instance_type", "associate_public_ip_address", "monitoring"],
  aws_kms_key: ["deletion_window_in_days", "enable_key_rotation"],
  aws_lambda_function: ["function_name", "runtime", "timeout", "reserved_concurrent_executions"],
  aws_lambda_invocation: ["lifecycle_scope"],
  aws_secretsmanager_secret: ["name", "recovery_window_in_days"],
  aws_secretsmanager_secret_policy: ["block_public_policy"],
  aws_secretsmanager_secret_rotation: ["rotate_immediately"],
  aws_subnet: ["cidr_block", "availability_zone", "map_public_ip_on_launch"],
  aws_vpc: ["cidr_block", "enable_dns_hostnames", "enable_dns_support"],
  aws_vpc_endpoint: ["service_name", "private_dns_enabled"],
  aws_vpc_security_group_egress_rule: ["from_port", "to_port", "cidr_ipv4"],
  aws_vpc_security_group_ingress_rule: ["from_port", "to_port", "cidr_ipv4"],
};

/** A stack in lines: every resource by its address, sorted, with the arguments that are told of its type. */
export function shown(stack: SynthesizedStack): string {
  const lines = stack.addresses().map((address) => {
    const [type = "", id = ""] = address.split(/\.(.*)/s);
    const values = stack.resource(type, id);
    const told = (TOLD[type] ?? []).flatMap((name) =>
      values[name] === undefined ? [] : [`${name}=${JSON.stringify(values[name])}`],
    );
    return [address, ...told].join(" ");
  });
  return `\n${lines.sort().join("\n")}\n`;
}
