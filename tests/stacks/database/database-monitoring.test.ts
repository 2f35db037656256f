import { databaseWith } from "../../support/database-stack";
import { expression } from "../../support/expression";

const watched = databaseWith({});
const instance = watched.resource("aws_db_instance", "instance");

describe("logs", () => {
  test("of errors and slow statements go to encrypted groups that exist before the instance", () => {
    const groups = Object.entries(watched.resources("aws_cloudwatch_log_group"));
    expect(groups.map(([id, { name, kms_key_id }]) => [id, name, kms_key_id])).toEqual([
      ["audit_log_group", "/aws/rds/instance/sample-mysql/audit", expression("aws_kms_key.key.arn")],
      ["error_log_group", "/aws/rds/instance/sample-mysql/error", expression("aws_kms_key.key.arn")],
      ["slowquery_log_group", "/aws/rds/instance/sample-mysql/slowquery", expression("aws_kms_key.key.arn")],
    ]);
    expect(instance.depends_on).toEqual(
      expect.arrayContaining([
        "aws_cloudwatch_log_group.error_log_group",
        "aws_cloudwatch_log_group.slowquery_log_group",
      ]),
    );
  });

  test("are those that the environment names", () => {
    const quiet = databaseWith({ exportedLogs: ["error"], auditLog: "off" });
    expect(quiet.resource("aws_db_instance", "instance").enabled_cloudwatch_logs_exports).toEqual(["error"]);
    expect(Object.keys(quiet.resources("aws_cloudwatch_log_group"))).toEqual(["error_log_group"]);
  });
});

describe("performance insights", () => {
  test("are kept for a week, under the stack's own key", () => {
    expect(instance).toMatchObject({
      performance_insights_enabled: true,
      performance_insights_kms_key_id: expression("aws_kms_key.key.arn"),
      performance_insights_retention_period: 7,
      database_insights_mode: "standard",
    });
  });

  test("can be advanced, with the retention that this mode demands", () => {
    expect(databaseWith({ advancedInsights: true }).resource("aws_db_instance", "instance")).toMatchObject({
      performance_insights_retention_period: 465,
      database_insights_mode: "advanced",
    });
  });

  test("can be off", () => {
    const off = databaseWith({ performanceInsights: false }).resource("aws_db_instance", "instance");
    expect(Object.entries(off).filter(([key]) => /insights/.test(key))).toEqual([
      ["performance_insights_enabled", false],
    ]);
  });
});

describe("enhanced monitoring", () => {
  test("writes with a role that RDS takes for this instance alone, attached before it", () => {
    expect(instance).toMatchObject({
      monitoring_interval: 60,
      monitoring_role_arn: expression("aws_iam_role.monitoring_role.arn"),
      depends_on: expect.arrayContaining(["aws_iam_role_policy_attachment.monitoring_role_policy"]),
    });
    const role = watched.resource("aws_iam_role", "monitoring_role");
    expect(JSON.parse(String(role.assume_role_policy)).Statement).toEqual([
      {
        Sid: "ServiceTakesRole",
        Effect: "Allow",
        Principal: { Service: "monitoring.rds.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:rds:eu-west-1:111122223333:db:sample-mysql" },
        },
      },
    ]);
    expect(watched.resource("aws_iam_role_policy_attachment", "monitoring_role_policy").policy_arn).toBe(
      "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    );
  });

  test("has no role when it is off", () => {
    const off = databaseWith({ monitoringSeconds: 0 });
    expect(off.resource("aws_db_instance", "instance")).toMatchObject({ monitoring_interval: 0 });
    expect(off.resource("aws_db_instance", "instance")).not.toHaveProperty("monitoring_role_arn");
    expect(off.resources("aws_iam_role")).toEqual({});
  });
});
