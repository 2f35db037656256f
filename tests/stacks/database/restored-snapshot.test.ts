import { databaseWith } from "../../support/database-stack";
import { expression } from "../../support/expression";
import { isMadeBefore } from "../../support/resource-order";

const restored = databaseWith({
  snapshotIdentifier: "prod-mysql-final-20261101040000",
  engineVersion: "8.0",
  storageGib: 50,
});
const instance = restored.resource("aws_db_instance", "instance") as {
  lifecycle: {
    ignore_changes: string[];
    precondition: { condition: string; error_message: string }[];
    postcondition: { condition: string; error_message: string }[];
  };
};
const copy = "aws_db_snapshot_copy.restored_snapshot";

describe("a restored database", () => {
  test("begins as a copy of the snapshot under its own key, which an instance cannot change later", () => {
    expect(restored.resource("aws_db_snapshot_copy", "restored_snapshot")).toMatchObject({
      source_db_snapshot_identifier: "prod-mysql-final-20261101040000",
      target_db_snapshot_identifier: expect.stringMatching(/^sample-mysql-restored-[0-9a-f]{8}$/),
      kms_key_id: expression("aws_kms_key.key.arn"),
      lifecycle: { ignore_changes: ["source_db_snapshot_identifier"] },
      timeouts: { create: "6h" },
    });
    expect(instance).toMatchObject({
      snapshot_identifier: expression(`${copy}.target_db_snapshot_identifier`),
      kms_key_id: expression("aws_kms_key.key.arn"),
      timeouts: { create: "3h" },
    });
    expect(isMadeBefore(restored, copy, "aws_db_instance.instance")).toBe(true);
  });

  test("has its admin secret made by RDS like any other", () => {
    expect(instance).toMatchObject({
      manage_master_user_password: true,
      master_user_secret_kms_key_id: expression("aws_kms_key.key.arn"),
    });
  });

  test("is not replaced when the snapshot's name is changed or taken away", () => {
    expect(instance.lifecycle.ignore_changes).toContain("snapshot_identifier");
    expect(databaseWith({}).resource("aws_db_instance", "instance").lifecycle).toEqual({
      ignore_changes: ["final_snapshot_identifier", "snapshot_identifier"],
    });
    expect(databaseWith({}).resources("aws_db_snapshot_copy")).toEqual({});
  });

  test("is not begun with another engine, another series or too little storage", () => {
    const [version, size] = instance.lifecycle.precondition;
    expect(version?.condition).toBe(
      expression(`${copy}.engine == "mysql" && startswith("${expression(`${copy}.engine_version`)}.", "8.0.")`),
    );
    expect(version?.error_message).toMatch(/write the snapshot's series as database\.engineVersion/);
    expect(size?.condition).toBe(expression(`${copy}.allocated_storage <= 50`));
    expect(size?.error_message).toMatch(/database\.storageGib is 50: storage cannot shrink/);
  });

  test("says whose admin it has, before the next deployment would replace it for the name", () => {
    const [username] = instance.lifecycle.postcondition;
    expect(username?.condition).toBe(expression('self.username == "admin"'));
    expect(username?.error_message).toMatch(/write that as database\.adminUsername/);
  });

  test("takes another copy for another snapshot", () => {
    const other = databaseWith({ snapshotIdentifier: "rds:prod-mysql-2026-11-02-03-00" });
    const names = [restored, other].map(
      (stack) => stack.resource("aws_db_snapshot_copy", "restored_snapshot").target_db_snapshot_identifier,
    );
    expect(new Set(names).size).toBe(2);
  });
});
