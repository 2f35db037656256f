import { backups } from "../../../stacks/guard-rails/backups";
import { foundIn } from "../../support/guard-rail-fixture";

const database = (values: Record<string, unknown>) => foundIn(backups, { aws_db_instance: { instance: values } });

describe("backups", () => {
  test("accepts a week and a final snapshot, less with reasons, and a replica without", () => {
    expect(database({ backup_retention_period: 7, skip_final_snapshot: false })).toEqual([]);
    const tags = { "weakened:backup-days": "generated data", "weakened:final-snapshot": "generated data" };
    expect(database({ backup_retention_period: 0, skip_final_snapshot: true, tags })).toEqual([]);
    expect(database({ replicate_source_db: "source" })).toEqual([]);
  });

  test.each([
    [{ backup_retention_period: 6, skip_final_snapshot: false }, "backup_retention_period = 6"],
    [{ skip_final_snapshot: false }, "backup_retention_period = nothing"],
    [{ backup_retention_period: 7, skip_final_snapshot: true }, "skip_final_snapshot = true"],
  ])("finds %j", (values, found) => {
    expect(database(values)).toEqual([`sample-one/instance: ${found}`]);
  });

  test("does not take the reason of one weakness for another", () => {
    const tags = { "weakened:backup-days": "generated data" };
    expect(database({ backup_retention_period: 0, skip_final_snapshot: true, tags })).toEqual([
      "sample-one/instance: skip_final_snapshot = true",
    ]);
  });
});
