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

/** Backups of the instance, and what remains when it is deleted. */
export function databaseBackups({ database }: Environment, identifier: string): BackupConfig {
  return {
    backupRetentionPeriod: database.backupDays.value,
    backupWindow: database.backupWindow,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: !keptBackups(database).value,
    skipFinalSnapshot: !database.finalSnapshot.value,
    // A snapshot name can be used once. This one contains the creation time of the instance and is then ignored (FIXED_AT_CREATION), so
    // every instance has a unique, known name. It is set without a final snapshot too, because a deletion reads it
    // from the state, where a later change of the key could not put it.
    finalSnapshotIdentifier: `${identifier}-final-${Fn.formatdate("YYYYMMDDhhmmss", Fn.timestamp())}`,
  };
}

/** Attributes that are fixed at creation: later changes of the file do not change (or replace) the instance. */
export const FIXED_AT_CREATION = ["final_snapshot_identifier", "snapshot_identifier"];

/** True when anything can be restored from after the instance is deleted. */
export function keepsBackups({ database }: Environment): boolean {
  return database.finalSnapshot.value || keptBackups(database).value;
}

/** Whether automated backups outlive the instance; by default if there is a final snapshot. */
function keptBackups({ finalSnapshot, keepAutomatedBackups }: Environment["database"]): Choice<boolean> {
  return keepAutomatedBackups ?? { value: finalSnapshot.value, reason: undefined };
}
