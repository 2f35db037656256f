import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { Fn } from "cdktf";
import type { Environment } from "../../environments/schema";
import type { Choice } from "../../environments/values/weakened";

type BackupConfig = Pick<
  DbInstanceConfig,
  | "backupRetentionPeriod"
  | "backupWindow"
  | "copyTagsToSnapshot"
  | "deleteAutomatedBackups"
  | "skipFinalSnapshot"
  | "finalSnapshotIdentifier"
>;

/** Backups while the instance lives, and what is left when it is deleted. */
export function databaseBackups({ database }: Environment, identifier: string): BackupConfig {
  return {
    backupRetentionPeriod: database.backupDays.value,
    backupWindow: database.backupWindow,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: !keptBackups(database).value,
    skipFinalSnapshot: !database.finalSnapshot.value,
    // A name that was used once is taken. The time at which the instance is made is in it, and then ignored (FIXED_AT_CREATION): so
    // every instance has its own name, known before it is needed. It is there without a final snapshot, too, because deletion reads it
    // from the state, where a later change of mind could not put it.
    finalSnapshotIdentifier: `${identifier}-final-${Fn.formatdate("YYYYMMDDhhmmss", Fn.timestamp())}`,
  };
}

/** Attributes that are decided when the instance is made: what the files say later does not change (or replace) it. */
export const FIXED_AT_CREATION = ["final_snapshot_identifier", "snapshot_identifier"];

/** True when anything can be restored from after the instance is deleted. */
export function keepsBackups({ database }: Environment): boolean {
  return database.finalSnapshot.value || keptBackups(database).value;
}

/** Whether automated backups outlive the instance. Without a choice of their own they go with the final snapshot. */
function keptBackups({ finalSnapshot, keepAutomatedBackups }: Environment["database"]): Choice<boolean> {
  return keepAutomatedBackups ?? { value: finalSnapshot.value, reason: undefined };
}
