import { expression } from "../support/expression";
import { SAMPLE, sampleWith } from "../support/sample-environment";
import { stacksOf, stacksOfOwn } from "../support/synthesized-stacks";

const database = stacksOf(SAMPLE)("database");
const instance = database.resource("aws_db_instance", "instance");

describe("the database", () => {
  test("leaves the admin's password to RDS, under the stack's own key", () => {
    expect(instance).toMatchObject({
      manage_master_user_password: true,
      master_user_secret_kms_key_id: expression("aws_kms_key.key.arn"),
      username: "admin",
    });
    expect(Object.keys(instance).filter((key) => /^password/.test(key))).toEqual([]);
  });

  test("refuses connections without TLS, in the form that scanners know", () => {
    const group = database.resource("aws_db_parameter_group", "parameter_group");
    expect(group.family).toBe("mysql8.4");
    expect(group.parameter).toContainEqual({
      name: "require_secure_transport",
      value: "1",
      apply_method: "immediate",
    });
    expect(instance.parameter_group_name).toBe(expression("aws_db_parameter_group.parameter_group.name"));
  });

  test("is private and encrypted", () => {
    expect(instance).toMatchObject({
      publicly_accessible: false,
      storage_encrypted: true,
      kms_key_id: expression("aws_kms_key.key.arn"),
      vpc_security_group_ids: [expect.stringMatching(/cross-stack-output-aws_security_groupdatabase_groupid\}$/)],
    });
    expect(database.resource("aws_db_subnet_group", "subnet_group").subnet_ids).toEqual([
      expect.stringMatching(/private_eu-west-1aid\}$/),
      expect.stringMatching(/private_eu-west-1bid\}$/),
    ]);
  });

  test("is protected unless the environment says otherwise", () => {
    expect(instance).toMatchObject({
      deletion_protection: true,
      multi_az: true,
      backup_retention_period: 14,
      skip_final_snapshot: false,
      delete_automated_backups: false,
      copy_tags_to_snapshot: true,
      performance_insights_enabled: true,
      monitoring_interval: 60,
      tags: {},
    });
  });

  test("gives its final snapshot a name that no earlier one can have", () => {
    expect(instance.final_snapshot_identifier).toBe(`sample-mysql-final-${expression("aws_kms_key.key.key_id")}`);
  });

  test("exports errors and slow statements to encrypted groups that exist before it", () => {
    expect(instance.enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery"]);
    const groups = Object.entries(database.resources("aws_cloudwatch_log_group"));
    expect(groups.map(([id, { name, kms_key_id }]) => [id, name, kms_key_id])).toEqual([
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

  test("follows a newer series with a new parameter group beside the old one", () => {
    const older = stacksOf(sampleWith({ "database.engineVersion": "8.0.42" }))("database");
    const group = older.resource("aws_db_parameter_group", "parameter_group");
    expect(group).toMatchObject({
      family: "mysql8.0",
      name: "sample-mysql-8-0",
      lifecycle: { create_before_destroy: true },
    });
    expect(database.resource("aws_db_parameter_group", "parameter_group").name).toBe("sample-mysql-8-4");
  });

  test("outputs endpoint and admin secret ARN, and no more of it than that goes to other stacks", () => {
    expect(database.output("endpoint")).toBe(expression("aws_db_instance.instance.endpoint"));
    expect(database.output("admin_secret_arn")).toBe(
      expression("aws_db_instance.instance.master_user_secret[0].secret_arn"),
    );
    const outputs = database.json.output as Record<string, { value: unknown }>;
    const shared = Object.keys(outputs).filter((id) => id.startsWith("cross-stack-output-"));
    expect(shared.map((id) => outputs[id]?.value).sort()).toEqual([
      expression("aws_db_instance.instance.address"),
      expression("aws_db_instance.instance.master_user_secret[0].secret_arn"),
      expression("aws_db_instance.instance.port"),
      expression("aws_kms_key.key.arn"),
    ]);
  });
});

describe("a weakened database", () => {
  const dev = stacksOfOwn("dev")("database");
  const weak = dev.resource("aws_db_instance", "instance");

  test("is what the environment asked for", () => {
    expect(weak).toMatchObject({
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
      multi_az: false,
      backup_retention_period: 1,
    });
    expect(weak).not.toHaveProperty("final_snapshot_identifier");
  });

  test("wears the reasons as tags and lists them in an output", () => {
    expect(weak.tags).toEqual({
      "weakened:multi-az": "nobody waits for dev a zone outage may stop it",
      "weakened:deletion-protection": "dev is destroyed and rebuilt at will",
      "weakened:final-snapshot": "dev holds generated data only",
      "weakened:backup-days": "dev holds generated data only",
    });
    expect(dev.output("weakened_choices")).toEqual({
      "database.multiAz": "nobody waits for dev, a zone outage may stop it",
      "database.deletionProtection": "dev is destroyed and rebuilt at will",
      "database.finalSnapshot": "dev holds generated data only",
      "database.backupDays": "dev holds generated data only",
    });
  });
});

describe("a database on an emulator", () => {
  test("asks for no port, because the emulator answers with that of a real MySQL", () => {
    expect(stacksOfOwn("local")("database").resource("aws_db_instance", "instance")).not.toHaveProperty("port");
    expect(instance.port).toBe(3306);
  });
});
