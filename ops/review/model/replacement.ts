/**
 * Arguments whose change makes the provider replace a resource, for the types where a replacement loses something. The provider's
 * machine-readable schema does not say it. The list is written by hand and may miss an argument or name one that newer providers update:
 * only `aws_db_instance.username` was confirmed by a plan (provider 5.100.0). A review with real plans asks the provider itself.
 */
const FORCE_NEW: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: [
    ...["availability_zone", "character_set_name", "db_name", "engine", "identifier_prefix", "kms_key_id"],
    ...["snapshot_identifier", "storage_encrypted", "timezone", "username"],
  ],
  aws_db_parameter_group: ["family", "name", "description"],
  aws_db_option_group: ["engine_name", "major_engine_version", "name"],
  aws_db_subnet_group: ["name"],
  aws_kms_key: ["customer_master_key_spec", "key_usage", "custom_key_store_id"],
  aws_secretsmanager_secret: ["name", "name_prefix"],
  aws_secretsmanager_secret_policy: ["secret_arn"],
  aws_secretsmanager_secret_rotation: ["secret_id"],
  aws_lambda_function: ["function_name", "package_type"],
  aws_lambda_permission: ["action", "function_name", "principal", "source_arn", "source_account", "statement_id"],
  aws_iam_role: ["name", "path"],
  aws_iam_policy: ["name", "path", "description"],
  aws_iam_role_policy: ["name", "role"],
  aws_iam_role_policy_attachment: ["role", "policy_arn"],
  aws_instance: ["ami", "availability_zone", "key_name", "subnet_id", "associate_public_ip_address"],
  aws_key_pair: ["key_name", "public_key"],
  aws_vpc: ["cidr_block", "instance_tenancy"],
  aws_subnet: ["vpc_id", "cidr_block", "availability_zone"],
  aws_security_group: ["name", "description", "vpc_id"],
  aws_vpc_endpoint: ["service_name", "vpc_id", "vpc_endpoint_type"],
  aws_cloudwatch_log_group: ["name"],
  aws_sns_topic: ["name"],
};

/** @param attributes the resource's arguments: calls of the function are repeated with every change, except those under CRUD */
export function forcesReplacement(
  type: string,
  argument: string,
  attributes: Readonly<Record<string, unknown>>,
): boolean {
  if (type === "aws_lambda_invocation") {
    const isRepeated = attributes.lifecycle_scope !== "CRUD" && argument === "input";
    return isRepeated || ["function_name", "qualifier", "triggers"].includes(argument);
  }
  return FORCE_NEW[type]?.includes(argument) ?? false;
}
