import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { encryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, partitionOf, resourceName } from "../shared/naming";
import { policyDocument, trustPolicy } from "../shared/policy-document";

/** When the host is stopped, every day. */
export interface NightlyStop {
  /** `20:00` */
  readonly at: string;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
}

/** Stops the host every day at a given time, through EventBridge Scheduler and without any code. */
export function nightlyStop(stack: EnvironmentStack, instance: Instance, { at, timeZone }: NightlyStop): void {
  const { environment } = stack;
  const name = resourceName(environment, "bastion-stop");
  const key = encryptionKey(stack, "key", { name: "bastion", use: "the schedule that stops the jump host" });
  const role = new IamRole(stack, "stop_role", {
    name,
    description: "Lets EventBridge Scheduler stop the jump host.",
    assumeRolePolicy: trustPolicy("scheduler.amazonaws.com", {
      StringEquals: {
        "aws:SourceAccount": environment.accountId,
        // Scheduler takes a role for a group of schedules, never for one.
        // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
        "aws:SourceArn": arnOf(environment, "scheduler", "schedule-group/default"),
      },
    }),
  });
  const policy = new IamRolePolicy(stack, "stop_policy", {
    name: "stop-bastion",
    role: role.id,
    policy: policyDocument([
      { Sid: "StopHost", Effect: "Allow", Action: "ec2:StopInstances", Resource: instance.arn },
      {
        Sid: "ReadOwnSchedule",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: key.arn,
        Condition: { StringEquals: { "kms:ViaService": `scheduler.${environment.region}.amazonaws.com` } },
      },
    ]),
  });
  const [hours, minutes] = at.split(":").map(Number);
  new SchedulerSchedule(stack, "stop_schedule", {
    name,
    description: "Stops the jump host for the night.",
    scheduleExpression: `cron(${minutes} ${hours} * * ? *)`,
    scheduleExpressionTimezone: timeZone,
    flexibleTimeWindow: { mode: "OFF" },
    kmsKeyArn: key.arn,
    target: {
      arn: `arn:${partitionOf(environment.region)}:scheduler:::aws-sdk:ec2:stopInstances`,
      roleArn: role.arn,
      input: JSON.stringify({ InstanceIds: [instance.id] }),
    },
    dependsOn: [policy],
  });
}
