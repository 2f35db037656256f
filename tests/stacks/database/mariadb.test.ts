import { parseEnvironment } from "../../../environments";
import type { EnvironmentInput } from "../../../environments/schema";
import { sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";
import { refusal } from "../../support/wrong-environment";

const ALONE = { value: "single-user", reason: "the admin cannot reach this database" };
const input = sampleWith({ database: { engine: "mariadb", engineVersion: "11.4" } });
const stack = stacksOf(input);
const database = stack("database");
const instance = database.resource("aws_db_instance", "instance");

describe("an environment of MariaDB", () => {
  test("has an instance of that engine, with everything that protects one of MySQL", () => {
    expect(instance).toMatchObject({
      identifier: "sample-mariadb",
      engine: "mariadb",
      engine_version: "11.4",
      manage_master_user_password: true,
      storage_encrypted: true,
      iam_database_authentication_enabled: true,
      ca_cert_identifier: "rds-ca-rsa2048-g1",
      performance_insights_enabled: true,
    });
    // RDS has one licence for it and fills it in.
    expect(instance).not.toHaveProperty("license_model");
  });

  test("has the parameters of its family: TLS required, MariaDB's collation", () => {
    const group = database.resource("aws_db_parameter_group", "parameter_group");
    expect(group).toMatchObject({ family: "mariadb11.4", name_prefix: "sample-mariadb-11-4-" });
    const values = (group.parameter as { name: string; value: string }[]).map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      require_secure_transport: "1",
      character_set_server: "utf8mb4",
      collation_server: "utf8mb4_unicode_ci",
      local_infile: "0",
      log_output: "FILE",
      slow_query_log: "1",
      long_query_time: "2",
    });
  });

  test("records logins with MariaDB's own plugin, and exports that log with the others", () => {
    expect(database.resource("aws_db_option_group", "option_group")).toMatchObject({
      engine_name: "mariadb",
      major_engine_version: "11.4",
      option: [
        {
          option_name: "MARIADB_AUDIT_PLUGIN",
          option_settings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT" }],
        },
      ],
    });
    expect(instance.enabled_cloudwatch_logs_exports).toEqual(["error", "slowquery", "audit"]);
  });

  test("passes the engine to provisioning; a MySQL database passes none, as before", () => {
    const engineOf = (of: (name: string) => ReturnType<typeof stack>) => {
      const { input: event } = of("app-secret").resource("aws_lambda_invocation", "provision_shop");
      return /"engine":"(\w+)"/.exec(String(event))?.[1];
    };
    expect(engineOf(stack)).toBe("mariadb");
    expect(engineOf(stacksOf(sampleWith({})))).toBeUndefined();
  });

  describe("with a user that changes itself", () => {
    const withStrategy = (strategy: unknown) =>
      sampleWith({ database: { engine: "mariadb", engineVersion: "11.4" }, "appSecrets.0.strategy": strategy });

    test("wants a reason, because new logins fail for seconds in each rotation", () => {
      expect(refusal(() => parseEnvironment("sample", withStrategy("single-user"))).problems).toEqual([
        {
          path: "sample.appSecrets.0.strategy",
          found: '"single-user"',
          rule: expect.stringMatching(
            /^allowed: "alternating-users", .+ reason: .+; what to do: have the admin change/,
          ),
        },
      ]);
    });

    test("shows the reason in a tag of the secret and in an output", () => {
      const secrets = stacksOf(withStrategy(ALONE))("app-secret");
      expect(secrets.resource("aws_secretsmanager_secret", "secret_shop").tags).toEqual({
        "rotation:strategy": "single-user",
        "weakened:strategy": ALONE.reason,
      });
      expect(secrets.output("weakened_choices")).toEqual({ "appSecrets.0.strategy": ALONE.reason });
    });
  });

  test.each([
    ["alternating-users", 74, /at most 74 characters, because "_clone" is added .* MariaDB allows 80/],
    [ALONE, 80, /1 to 32 \(with MariaDB 80\) letters/],
    ["admin-rotated", 80, /1 to 32 \(with MariaDB 80\) letters/],
  ])("takes names of users as long as MariaDB does (%j: %d)", (strategy: unknown, longest: number, message: RegExp) => {
    const withName = (length: number): EnvironmentInput =>
      sampleWith({
        database: { engine: "mariadb", engineVersion: "10.11" },
        "appSecrets.0.username": "a".repeat(length),
        "appSecrets.0.strategy": strategy,
      });
    expect(parseEnvironment("sample", withName(longest)).appSecrets[0]?.username).toHaveLength(longest);
    const { problems } = refusal(() => parseEnvironment("sample", withName(longest + 1)));
    expect(problems).toEqual([expect.objectContaining({ rule: expect.stringMatching(message) })]);
  });
});
