import { parseEnvironment } from "../../../environments";
import { parseEvent } from "../../../rotation-fn/event";
import { expression } from "../../support/expression";
import { manyAppSecrets } from "../../support/many-app-secrets";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const appSecret = stacksOf(SAMPLE)("app-secret");
const SAMPLE_SECRETS = parseEnvironment("sample", SAMPLE).appSecrets;
const secretArn = (name: string) => expression(`aws_secretsmanager_secret.secret_${name}.arn`);

describe("the daily audit", () => {
  const schedule = appSecret.resource("aws_scheduler_schedule", "audit_schedule");

  test("calls the function for every app secret, after the default rotation window", () => {
    expect(schedule).toMatchObject({
      schedule_expression: "cron(0 6 * * ? *)",
      schedule_expression_timezone: "UTC",
      flexible_time_window: { mode: "OFF" },
      kms_key_arn: expression("aws_kms_key.key.arn"),
      target: {
        arn: expression("aws_lambda_function.function.arn"),
        role_arn: expression("aws_iam_role.audit_role.arn"),
      },
    });
    const { input } = schedule.target as { input: string };
    expect(parseEvent(JSON.parse(input))).toEqual({
      kind: "audit",
      subject: expect.anything(),
      event: {
        action: "audit",
        secretIds: [secretArn("shop"), secretArn("reporting")],
        declared: Object.fromEntries(
          SAMPLE_SECRETS.map(({ name, database, privileges }) => [secretArn(name), { dbname: database, privileges }]),
        ),
        environment: { name: "sample", part: 1, of: 1 },
      },
    });
  });

  test("runs in the hour that the environment names", () => {
    const early = stacksOf(sampleWith({ "monitoring.auditHourUtc": 4 }))("app-secret");
    expect(early.resource("aws_scheduler_schedule", "audit_schedule").schedule_expression).toBe("cron(0 4 * * ? *)");
  });

  test("is several calls, one after the other, where there are many secrets", () => {
    const many = stacksOf(manyAppSecrets(120))("app-secret").resources("aws_scheduler_schedule");
    expect(Object.values(many).map(({ schedule_expression }) => schedule_expression)).toEqual([
      "cron(0 6 * * ? *)",
      "cron(5 6 * * ? *)",
      "cron(10 6 * * ? *)",
    ]);
    const audited = Object.values(many).flatMap(
      ({ target }) => JSON.parse((target as { input: string }).input).secretIds as string[],
    );
    expect([audited.length, new Set(audited).size]).toEqual([120, 120]);
    const parts = Object.values(many).map(({ target }) => JSON.parse((target as { input: string }).input).environment);
    expect(parts.map(({ part, of }) => `${part} of ${of}`)).toEqual(["1 of 3", "2 of 3", "3 of 3"]);
  });
});

describe("the scheduler's role", () => {
  test("is taken by schedules of this environment's group only", () => {
    const { assume_role_policy } = appSecret.resource("aws_iam_role", "audit_role");
    expect(JSON.parse(String(assume_role_policy)).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: "scheduler.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnEquals: { "aws:SourceArn": expression("aws_scheduler_schedule_group.audit_schedules.arn") },
        },
      }),
    ]);
  });

  test("may call the function and read its own schedule, nothing else", () => {
    const { policy } = appSecret.resource("aws_iam_role_policy", "audit_role_policy");
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: "CallFunction",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: expression("aws_lambda_function.function.arn"),
      },
      {
        Sid: "DecryptOwnSchedules",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: expression("aws_kms_key.key.arn"),
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:scheduler:schedule:arn": [
              "arn:aws:scheduler:eu-west-1:111122223333:schedule/sample-audit/audit-1",
            ],
          },
        },
      },
    ]);
  });
});
