import { databaseWith } from "../../support/database-stack";
import { expression } from "../../support/expression";

const reason = "holds generated data only";
const instanceOf = (choices: Readonly<Record<string, unknown>>) =>
  databaseWith(choices).resource("aws_db_instance", "instance");
const usual = instanceOf({});

describe("backups", () => {
  test("are taken daily, kept for two weeks and longer than the instance, with its tags", () => {
    expect(usual).toMatchObject({
      backup_retention_period: 14,
      backup_window: "03:00-04:00",
      copy_tags_to_snapshot: true,
      skip_final_snapshot: false,
      delete_automated_backups: false,
    });
  });

  test("are the environment's choice", () => {
    expect(
      instanceOf({
        backupDays: { value: 1, reason },
        backupWindow: "21:00-21:30",
        finalSnapshot: { value: false, reason },
      }),
    ).toMatchObject({
      backup_retention_period: 1,
      backup_window: "21:00-21:30",
      skip_final_snapshot: true,
      delete_automated_backups: true,
    });
  });

  test("can outlive the instance without a final snapshot, and go without it", () => {
    expect(instanceOf({ finalSnapshot: { value: false, reason }, keepAutomatedBackups: true })).toMatchObject({
      skip_final_snapshot: true,
      delete_automated_backups: false,
    });
    expect(instanceOf({ keepAutomatedBackups: { value: false, reason } })).toMatchObject({
      skip_final_snapshot: false,
      delete_automated_backups: true,
      tags: { "weakened:automated-backups": reason },
    });
  });
});

describe("the final snapshot", () => {
  test("has a name that no other instance's can have, and that stays once the instance is there", () => {
    expect(usual.final_snapshot_identifier).toBe(
      `sample-mysql-final-${expression('formatdate("YYYYMMDDhhmmss", timestamp())')}`,
    );
    expect(usual.lifecycle).toEqual({ ignore_changes: ["final_snapshot_identifier", "snapshot_identifier"] });
  });

  test("sets it without a final snapshot too: deletion reads the state, not the file", () => {
    const without = databaseWith({ finalSnapshot: { value: false, reason } });
    expect(without.resource("aws_db_instance", "instance").final_snapshot_identifier).toBe(
      usual.final_snapshot_identifier,
    );
    expect(without.output("final_snapshot_identifier")).toBeUndefined();
    expect(databaseWith({}).output("final_snapshot_identifier")).toBe(
      expression("aws_db_instance.instance.final_snapshot_identifier"),
    );
  });
});

describe("storage and backups", () => {
  test("can have a key that outlives the environment; the admin secret and the logs keep the stack's own", () => {
    const storageKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-4234-8234-123456789012";
    const kept = databaseWith({ storageKeyArn, snapshotIdentifier: "hand-made" });
    expect(kept.resource("aws_db_instance", "instance")).toMatchObject({
      storage_encrypted: true,
      kms_key_id: storageKeyArn,
      master_user_secret_kms_key_id: expression("aws_kms_key.key.arn"),
      performance_insights_kms_key_id: expression("aws_kms_key.key.arn"),
    });
    expect(kept.resource("aws_db_snapshot_copy", "restored_snapshot").kms_key_id).toBe(storageKeyArn);
    expect(kept.resource("aws_cloudwatch_log_group", "error_log_group").kms_key_id).toBe(
      expression("aws_kms_key.key.arn"),
    );
  });
});
