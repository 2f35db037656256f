import { expression } from "../../support/expression";
import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

const stop = { at: "20:05", timeZone: "Europe/Berlin" };
const bastion = stacksOf(sampleWith({ "bastion.nightlyStop": stop }))("bastion");
const statement = (text: unknown) => JSON.parse(String(text)).Statement;

describe("the nightly stop", () => {
  test("stops this host every day at the given time", () => {
    const schedule = bastion.resource("aws_scheduler_schedule", "stop_schedule");
    expect(schedule).toMatchObject({
      schedule_expression: "cron(5 20 * * ? *)",
      schedule_expression_timezone: "Europe/Berlin",
      flexible_time_window: { mode: "OFF" },
      kms_key_arn: expression("aws_kms_key.key.arn"),
      target: {
        arn: "arn:aws:scheduler:::aws-sdk:ec2:stopInstances",
        role_arn: expression("aws_iam_role.stop_role.arn"),
        input: JSON.stringify({ InstanceIds: [expression("aws_instance.instance.id")] }),
      },
      depends_on: ["aws_iam_role_policy.stop_policy"],
    });
  });

  test("may do that, read its own schedule, and nothing else", () => {
    expect(statement(bastion.resource("aws_iam_role_policy", "stop_policy").policy)).toEqual([
      {
        Sid: "StopHost",
        Effect: "Allow",
        Action: "ec2:StopInstances",
        Resource: expression("aws_instance.instance.arn"),
      },
      {
        Sid: "ReadOwnSchedule",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: expression("aws_kms_key.key.arn"),
        Condition: { StringEquals: { "kms:ViaService": "scheduler.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  test("is done by the scheduler of this account alone", () => {
    expect(statement(bastion.resource("aws_iam_role", "stop_role").assume_role_policy)).toMatchObject([
      {
        Principal: { Service: "scheduler.amazonaws.com" },
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "111122223333",
            "aws:SourceArn": "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/default",
          },
        },
      },
    ]);
  });

  test("comes with the command that starts the host again and prints its new address", () => {
    const host = `--region eu-west-1 --instance-ids ${expression("aws_instance.instance.id")}`;
    expect(bastion.output("start_command")).toBe(
      `aws ec2 start-instances ${host} && aws ec2 wait instance-running ${host} && ` +
        `aws ec2 describe-instances ${host} --query 'Reservations[0].Instances[0].PublicIpAddress' --output text`,
    );
  });

  test("comes with a policy for the people who run that command", () => {
    expect(bastion.output("start_policy_arn")).toBe(expression("aws_iam_policy.start_policy.arn"));
    const statements = statement(bastion.resource("aws_iam_policy", "start_policy").policy);
    expect(statements.map(({ Action, Resource }: Record<string, unknown>) => [Action, Resource])).toEqual([
      ["ec2:StartInstances", expression("aws_instance.instance.arn")],
      ["ec2:DescribeInstances", "*"],
    ]);
  });

  test("needs neither address nor listing where the host has no public address", () => {
    const ssm = stacksOf(sampleWith({ bastion: { mode: "ssm", nightlyStop: stop } }))("bastion");
    expect(ssm.output("start_command")).toMatch(/^aws ec2 start-instances --region eu-west-1 --instance-ids \S+$/);
    expect(statement(ssm.resource("aws_iam_policy", "start_policy").policy)).toHaveLength(1);
  });

  test("exists only if the environment has the key", () => {
    const without = stacksOf(SAMPLE)("bastion");
    expect([without.resources("aws_scheduler_schedule"), without.output("start_command")]).toEqual([{}, undefined]);
  });
});
