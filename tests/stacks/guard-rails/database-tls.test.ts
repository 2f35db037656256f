import { databaseTls } from "../../../stacks/guard-rails/database-tls";
import { expression } from "../../support/expression";
import { foundIn } from "../../support/guard-rail-fixture";

const withParameter = (parameter: Record<string, unknown>, group = expression("aws_db_parameter_group.group.name")) =>
  foundIn(databaseTls, {
    aws_db_instance: { instance: { parameter_group_name: group } },
    aws_db_parameter_group: { group: { parameter: [{ name: "log_output", value: "FILE" }, parameter] } },
  });

describe("database-tls", () => {
  test("accepts a database whose own parameter group requires TLS", () => {
    expect(withParameter({ name: "require_secure_transport", value: "1" })).toEqual([]);
  });

  test.each([
    ["switched off", withParameter({ name: "require_secure_transport", value: "0" })],
    ["not mentioned", withParameter({ name: "slow_query_log", value: "1" })],
    ["in a group that it does not use", withParameter({ name: "require_secure_transport", value: "1" }, "default")],
  ])("finds a database where it is %s", (_, found) => {
    expect(found).toEqual(["sample-one/instance: no parameter group with require_secure_transport = 1"]);
  });
});
