import { createHash } from "node:crypto";
import { DbSnapshotCopy } from "@cdktf/provider-aws/lib/db-snapshot-copy";
import type { TerraformResourceLifecycle } from "cdktf";
import type { EnvironmentStack } from "../shared/environment-stack";
import type { DatabaseEngine } from "./database-engine";

/** What an instance needs to begin as a snapshot. */
export interface RestoredSnapshot {
  readonly snapshotIdentifier: string;
  /** What must be true of the snapshot, asked before the instance is made, and of the instance, asked after. */
  readonly conditions: Pick<TerraformResourceLifecycle, "precondition" | "postcondition">;
}

/**
 * Copies the environment's snapshot with the key of the storage. RDS restores only with the key of the snapshot, and
 * the next deployment would replace an instance whose key differs from the file. The copy also encrypts an unencrypted
 * snapshot.
 *
 * Everything else that a restore cannot change is compared first, because an instance that failed half-way must be created again.
 */
export function restoredSnapshot(
  stack: EnvironmentStack,
  identifier: string,
  engine: DatabaseEngine,
  keyArn: string,
): RestoredSnapshot | undefined {
  const { snapshotIdentifier, storageGib, adminUsername } = stack.environment.database;
  if (snapshotIdentifier === undefined) return undefined;
  const digest = createHash("sha256").update(snapshotIdentifier).digest("hex").slice(0, 8);
  const copy = new DbSnapshotCopy(stack, "restored_snapshot", {
    sourceDbSnapshotIdentifier: snapshotIdentifier,
    targetDbSnapshotIdentifier: `${identifier}-restored-${digest}`,
    kmsKeyId: keyArn,
    // RDS answers with an ARN where a name was given, or with nothing. Another snapshot gives the copy another name.
    lifecycle: { ignoreChanges: ["source_db_snapshot_identifier"] },
    // A full copy, made at the speed of the storage: hours where the data is large.
    timeouts: { create: "6h" },
  });
  const elseRemove = "or remove database.snapshotIdentifier if the database has been restored already";
  return {
    snapshotIdentifier: copy.targetDbSnapshotIdentifier,
    conditions: {
      precondition: [
        {
          condition: `\${${attribute(copy, "engine")} == "${engine.name}" && startswith("\${${attribute(copy, "engine_version")}}.", "${engine.series}.")}`,
          errorMessage:
            `The snapshot is of \${${attribute(copy, "engine")}} \${${attribute(copy, "engine_version")}}, the environment of ${engine.name} ` +
            `${engine.version}: write the snapshot's series as database.engineVersion, ${elseRemove}.`,
        },
        {
          condition: `\${${attribute(copy, "allocated_storage")} <= ${storageGib}}`,
          errorMessage:
            `The snapshot needs \${${attribute(copy, "allocated_storage")}} GiB, database.storageGib is ${storageGib}: storage cannot ` +
            `shrink. Raise it, ${elseRemove}.`,
        },
      ],
      postcondition: [
        {
          condition: `\${self.username == "${adminUsername}"}`,
          errorMessage:
            `The admin user of the snapshot is \${self.username}, and a restore does not rename it: write that as database.adminUsername ` +
            "(now it is " +
            `${adminUsername}) before the next deployment, which would otherwise replace the database.`,
        },
      ],
    },
  };
}

function attribute(copy: DbSnapshotCopy, name: string): string {
  return `aws_db_snapshot_copy.${copy.friendlyUniqueId}.${name}`;
}
