import { logRetention } from "../../../stacks/guard-rails/log-retention";
import { foundIn } from "../../support/guard-rail-fixture";

const group = (name: string, days?: number) => ({ name, retention_in_days: days });

describe("log-retention", () => {
  test("accepts groups with a number of days, and writers whose groups are made here", () => {
    expect(
      foundIn(logRetention, {
        aws_cloudwatch_log_group: {
          function: group("/aws/lambda/rotation", 30),
          database: group("/aws/rds/instance/mysql/error", 30),
        },
        aws_lambda_function: { function: { function_name: "rotation" } },
        aws_db_instance: { instance: { identifier: "mysql", enabled_cloudwatch_logs_exports: ["error"] } },
      }),
    ).toEqual([]);
  });

  test.each([
    [undefined, "nothing"],
    [0, "0"],
  ])("finds a group that keeps for ever (%s)", (days, found) => {
    expect(foundIn(logRetention, { aws_cloudwatch_log_group: { log: group("/log", days) } })).toEqual([
      `sample-one/log: retention_in_days = ${found}`,
    ]);
  });

  test("finds writers that would make their own groups", () => {
    expect(
      foundIn(logRetention, {
        aws_lambda_function: { function: { function_name: "rotation" } },
        aws_db_instance: { instance: { identifier: "mysql", enabled_cloudwatch_logs_exports: ["error"] } },
      }),
    ).toEqual([
      "sample-one/function: no log group /aws/lambda/rotation, which this resource writes to",
      "sample-one/instance: no log group /aws/rds/instance/mysql/error, which this resource writes to",
    ]);
  });
});
