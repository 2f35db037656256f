import { databaseWith } from "../../support/database-stack";
import { expression } from "../../support/expression";
import { SAMPLE } from "../../support/sample-environment";
import { stacksOf, stacksOfOwn } from "../../support/synthesized-stacks";

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

  test("is private and encrypted, in the subnets and the group of the network", () => {
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

  test("is protected, monitored, and changed in the maintenance window only, unless the environment says otherwise", () => {
    expect(instance).toMatchObject({
      engine: "mysql",
      engine_version: "8.4",
      instance_class: "db.t4g.medium",
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      apply_immediately: false,
      maintenance_window: "sun:04:30-sun:05:30",
      ca_cert_identifier: "rds-ca-rsa2048-g1",
      iam_database_authentication_enabled: true,
      deletion_protection: true,
      multi_az: true,
      tags: {},
    });
  });

  test("outputs what people look for, and no more of it than other stacks need goes to them", () => {
    expect(database.output("endpoint")).toBe(expression("aws_db_instance.instance.endpoint"));
    expect(database.output("instance_identifier")).toBe(expression("aws_db_instance.instance.identifier"));
    expect(database.output("engine_version")).toBe(expression("aws_db_instance.instance.engine_version_actual"));
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

describe("a database whose environment chooses", () => {
  const chosen = databaseWith({
    engineVersion: "8.0.42",
    minorVersionUpgrades: { value: false, reason: "the vendor certifies single versions" },
    majorVersionUpgrade: true,
    applyImmediately: true,
    instanceClass: "db.m7i.2xlarge",
    port: 3307,
    adminUsername: "owner",
    maintenanceWindow: "tue:22:00-tue:23:00",
    caCertificate: "rds-ca-ecc384-g1",
    iamAuthentication: false,
  }).resource("aws_db_instance", "instance");

  test("gets it", () => {
    expect(chosen).toMatchObject({
      engine_version: "8.0.42",
      auto_minor_version_upgrade: false,
      allow_major_version_upgrade: true,
      apply_immediately: true,
      instance_class: "db.m7i.2xlarge",
      port: 3307,
      username: "owner",
      maintenance_window: "tue:22:00-tue:23:00",
      ca_cert_identifier: "rds-ca-ecc384-g1",
      iam_database_authentication_enabled: false,
      tags: { "weakened:minor-version-upgrades": "the vendor certifies single versions" },
    });
  });
});

describe("a weakened database", () => {
  const dev = stacksOfOwn("dev")("database");
  const weak = dev.resource("aws_db_instance", "instance");

  test("matches the environment file", () => {
    expect(weak).toMatchObject({ deletion_protection: false, multi_az: false });
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
  const local = stacksOfOwn("local")("database");
  const emulated = local.resource("aws_db_instance", "instance");

  test("asks for no port and no certificate, because the emulator has those of a real MySQL", () => {
    expect(emulated).not.toHaveProperty("port");
    expect(emulated).not.toHaveProperty("ca_cert_identifier");
    expect(instance.port).toBe(3306);
  });

  test("does without what an emulator has not: an audit plugin, and a rotation of the admin secret", () => {
    const types = local.addresses().map((address) => address.split(".")[0]);
    expect(types).not.toContain("aws_db_option_group");
    expect(types).not.toContain("aws_secretsmanager_secret_rotation");
    expect(emulated.enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery"]);
  });
});
