import { databaseWith } from "../../support/database-stack";
import { expression } from "../../support/expression";
import { isMadeBefore } from "../../support/resource-order";

const audited = databaseWith({});
const group = audited.resource("aws_db_option_group", "option_group");
const reason = "holds generated data only";

describe("the audit", () => {
  test("records logins and never a statement", () => {
    expect(group.option).toEqual([
      {
        option_name: "MARIADB_AUDIT_PLUGIN",
        option_settings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT" }],
      },
    ]);
    expect(audited.resource("aws_db_instance", "instance").option_group_name).toBe(
      expression("aws_db_option_group.option_group.name"),
    );
  });

  test("goes to an encrypted log group that exists before the instance", () => {
    const instance = audited.resource("aws_db_instance", "instance");
    expect(instance.enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery", "audit"]);
    expect(audited.resource("aws_cloudwatch_log_group", "audit_log_group")).toMatchObject({
      name: "/aws/rds/instance/sample-mysql/audit",
      kms_key_id: expression("aws_kms_key.key.arn"),
    });
    const earlier = "aws_cloudwatch_log_group.audit_log_group";
    expect(isMadeBefore(audited, earlier, "aws_db_instance.instance")).toBe(true);
  });

  test("has a group for its series, made beside the old one and never under a name that is taken", () => {
    const common = { engine_name: "mysql", lifecycle: { create_before_destroy: true } };
    expect(group).toMatchObject({ ...common, major_engine_version: "8.4", name_prefix: "sample-mysql-8-4-" });
    expect(group).not.toHaveProperty("name");
    expect(databaseWith({ engineVersion: "8.0" }).resource("aws_db_option_group", "option_group")).toMatchObject({
      ...common,
      major_engine_version: "8.0",
      name_prefix: "sample-mysql-8-0-",
    });
  });

  test("keeps its option group after a destroy only if a snapshot still uses it", () => {
    const gone = { finalSnapshot: { value: false, reason } };
    const kept = { ...gone, keepAutomatedBackups: true };
    const skipped = [{}, gone, kept].map(
      (choices) => databaseWith(choices).resource("aws_db_option_group", "option_group").skip_destroy,
    );
    expect(skipped).toEqual([true, false, true]);
  });

  test("can be left out", () => {
    const silent = databaseWith({ auditLog: "off" });
    expect(silent.resources("aws_db_option_group")).toEqual({});
    const instance = silent.resource("aws_db_instance", "instance");
    expect(instance).not.toHaveProperty("option_group_name");
    expect(instance.enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery"]);
    expect(Object.keys(silent.resources("aws_cloudwatch_log_group"))).toEqual([
      "error_log_group",
      "slowquery_log_group",
    ]);
  });
});
