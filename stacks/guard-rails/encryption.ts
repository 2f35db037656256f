import type { ModelResource } from "./environment-model";
import { asList, asObject, shown } from "./json";
import type { Finding, GuardRail } from "./rule";

/** What one argument of a type has to be. Arguments inside a block are checked in each such block. */
interface Demand {
  readonly block?: string;
  /** Absent blocks are a finding, too: the provider's default is no encryption. */
  readonly isBlockNeeded?: true;
  readonly argument: string;
  readonly must: "be true" | "name a key";
  /** The demand holds only where this argument is set. */
  readonly where?: string;
}

const key = (argument: string, more: Partial<Demand> = {}): Demand => ({ argument, must: "name a key", ...more });
const on = (argument: string, more: Partial<Demand> = {}): Demand => ({ argument, must: "be true", ...more });

/**
 * Every type that can encrypt what it keeps, and with what. A test reads the provider's own types and fails when the stacks
 * use one with such an argument that is missing here.
 */
export const ENCRYPTION_DEMANDS: Readonly<Record<string, readonly Demand[]>> = {
  aws_cloudwatch_log_group: [key("kms_key_id")],
  aws_db_instance: [
    // A replica takes the storage key of its source when both are in one region.
    on("storage_encrypted", { where: "username" }),
    key("kms_key_id", { where: "username" }),
    key("master_user_secret_kms_key_id", { where: "manage_master_user_password" }),
    key("performance_insights_kms_key_id", { where: "performance_insights_enabled" }),
  ],
  aws_db_instance_automated_backups_replication: [key("kms_key_id")],
  aws_ebs_volume: [on("encrypted"), key("kms_key_id")],
  aws_instance: [
    on("encrypted", { block: "root_block_device", isBlockNeeded: true }),
    on("encrypted", { block: "ebs_block_device" }),
  ],
  aws_lambda_function: [key("kms_key_arn", { where: "environment" })],
  aws_scheduler_schedule: [key("kms_key_arn")],
  aws_secretsmanager_secret: [key("kms_key_id"), key("kms_key_id", { block: "replica" })],
  aws_sns_topic: [key("kms_master_key_id")],
  aws_sqs_queue: [key("kms_master_key_id")],
};

/** Whatever can be encrypted is, and with a key of the environment's own where the resource takes one. */
export const encryption: GuardRail = {
  name: "encryption",
  check: ({ all }) =>
    all
      .filter(({ kind }) => kind === "resource")
      .flatMap((resource) => (ENCRYPTION_DEMANDS[resource.type] ?? []).flatMap((demand) => unmet(resource, demand))),
};

function unmet(resource: ModelResource, demand: Demand): readonly Finding[] {
  const { block, argument, must, where } = demand;
  if (where !== undefined && !isSet(resource.values[where])) return [];
  const blocks = block === undefined ? [resource.values] : asList(resource.values[block]).map(asObject);
  const places = blocks.length === 0 && demand.isBlockNeeded === true ? [{}] : blocks;
  return places
    .map((location: Readonly<Record<string, unknown>>) => location[argument])
    .filter((value) => (must === "be true" ? value !== true : typeof value !== "string" || value === ""))
    .map((value) => ({
      path: resource.path,
      found: `${block === undefined ? argument : `${block}.${argument}`} = ${shown(value)}`,
      allowed: must === "be true" ? "true" : "a KMS key of the environment",
      remedy: "encrypt it: the stack's key is made by encryptionKey()",
    }));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}
