import { databaseWith } from "../../support/database-stack";
import { expression } from "../../support/expression";

const rotationOf = (choices: Readonly<Record<string, unknown>>) =>
  databaseWith(choices).resource("aws_secretsmanager_secret_rotation", "admin_rotation");

describe("the admin secret", () => {
  test("is rotated by RDS itself, on Sundays after maintenance", () => {
    expect(rotationOf({})).toEqual({
      secret_id: expression("aws_db_instance.instance.master_user_secret[0].secret_arn"),
      rotate_immediately: false,
      rotation_rules: { schedule_expression: "cron(0 6 ? * SUN *)", duration: "1h" },
    });
  });

  test("is rotated when the environment says, and not because the schedule changed", () => {
    expect(rotationOf({ adminRotation: { schedule: { everyDays: 30 }, windowHours: 4 } })).toMatchObject({
      rotate_immediately: false,
      rotation_rules: { schedule_expression: "rate(30 days)", duration: "4h" },
    });
  });
});
