import { databaseWith } from "../../support/database-stack";
import { expression } from "../../support/expression";

const groupOf = (choices: Readonly<Record<string, unknown>>) =>
  databaseWith(choices).resource("aws_db_parameter_group", "parameter_group");
const usual = groupOf({});

describe("the parameter group", () => {
  test("refuses connections without TLS, in the form that scanners know", () => {
    expect(usual.parameter).toContainEqual({
      name: "require_secure_transport",
      value: "1",
      apply_method: "immediate",
    });
  });

  test("speaks utf8mb4, takes no files from clients and logs slow statements to files that RDS can export", () => {
    expect(usual.parameter).toEqual(
      Object.entries({
        require_secure_transport: "1",
        character_set_server: "utf8mb4",
        collation_server: "utf8mb4_0900_ai_ci",
        local_infile: "0",
        log_output: "FILE",
        slow_query_log: "1",
        long_query_time: "2",
      }).map(([name, value]) => ({ name, value, apply_method: "immediate" })),
    );
  });

  test("is the instance's", () => {
    expect(databaseWith({}).resource("aws_db_instance", "instance").parameter_group_name).toBe(
      expression("aws_db_parameter_group.parameter_group.name"),
    );
  });

  test("follows a series with a new group beside the old one", () => {
    const series = { family: "mysql8.4", name_prefix: "sample-mysql-8-4-", lifecycle: { create_before_destroy: true } };
    expect(usual).toMatchObject(series);
    expect(usual).not.toHaveProperty("name");
    expect(groupOf({ engineVersion: "8.0" })).toMatchObject({ family: "mysql8.0", name_prefix: "sample-mysql-8-0-" });
  });

  test("is the same for every version of a series, so that a minor upgrade does not replace it", () => {
    const minorVersionUpgrades = { value: false, reason: "the vendor certifies single versions" };
    expect(groupOf({ engineVersion: "8.4.7", minorVersionUpgrades })).toEqual(usual);
  });
});

describe("parameters of the environment", () => {
  const { parameter } = groupOf({
    slowStatementSeconds: 10,
    parameters: {
      local_infile: 1,
      max_connections: 500,
      sql_mode: "STRICT_ALL_TABLES",
      innodb_log_buffer_size: { value: 16_777_216, afterRestart: true },
    },
  }) as { parameter: { name: string; value: string; apply_method: string }[] };
  const named = (name: string) => parameter.filter((one) => one.name === name);

  test("are set at once, or after a restart where they say so", () => {
    expect(named("max_connections")).toEqual([{ name: "max_connections", value: "500", apply_method: "immediate" }]);
    expect(named("sql_mode")).toEqual([{ name: "sql_mode", value: "STRICT_ALL_TABLES", apply_method: "immediate" }]);
    expect(named("innodb_log_buffer_size")).toEqual([
      { name: "innodb_log_buffer_size", value: "16777216", apply_method: "pending-reboot" },
    ]);
  });

  test("take the place of the stack's own, each once", () => {
    expect(named("local_infile")).toEqual([{ name: "local_infile", value: "1", apply_method: "immediate" }]);
    expect(named("long_query_time")).toEqual([{ name: "long_query_time", value: "10", apply_method: "immediate" }]);
    expect(new Set(parameter.map(({ name }) => name)).size).toBe(parameter.length);
  });
});
