import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { Environment } from "../../environments/schema";
import type { EncryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import { type AuditedSecret, auditEvent } from "../shared/function-events";
import { arnOf, resourceName } from "../shared/naming";
import { policyDocument, trustPolicy } from "../shared/policy-document";
import type { Rotator } from "../shared/rotator";

/** So many secrets are audited by one call: two logins each, well within the function's time. Its size: docs/limits.md. */
const SECRETS_PER_CALL = 50;

/** Between two calls, so that they do not run at once. Fewer where all would not begin within one hour, to which the audit's metrics belong. */
const MAX_MINUTES_BETWEEN_CALLS = 5;

/** The schedule group of the audit's calls, by which their metrics are found. */
export function auditGroupName(environment: Environment): string {
  return resourceName(environment, "audit");
}

/** Has the function audit every app secret once a day. The scheduler may call this one function and read its own schedules, nothing else. */
export function auditSchedule(
  stack: EnvironmentStack,
  key: EncryptionKey,
  rotator: Rotator,
  secrets: readonly AuditedSecret[],
): void {
  const { environment } = stack;
  const group = new SchedulerScheduleGroup(stack, "audit_schedules", { name: auditGroupName(environment) });
  const parts = chunks(secrets, SECRETS_PER_CALL);
  const minutesBetween = Math.min(MAX_MINUTES_BETWEEN_CALLS, Math.floor(60 / parts.length));
  const calls = parts.map((audited, index) => ({
    id: index === 0 ? "audit_schedule" : `audit_schedule_${index + 1}`,
    name: `audit-${index + 1}`,
    minute: index * minutesBetween,
    event: auditEvent(audited, { name: environment.name, part: index + 1, of: parts.length }),
  }));
  const role = new IamRole(stack, "audit_role", {
    name: resourceName(environment, "audit"),
    description: "Lets the scheduler have the rotation function audit app secrets.",
    assumeRolePolicy: trustPolicy("scheduler.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": environment.accountId },
      ArnEquals: { "aws:SourceArn": group.arn },
    }),
  });
  const policy = new IamRolePolicy(stack, "audit_role_policy", {
    name: "audit",
    role: role.id,
    policy: policyDocument([
      { Sid: "CallFunction", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: rotator.arn },
      {
        Sid: "DecryptOwnSchedules",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: key.arn,
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:scheduler:schedule:arn": calls.map(({ name }) =>
              arnOf(environment, "scheduler", `schedule/${auditGroupName(environment)}/${name}`),
            ),
          },
        },
      },
    ]),
  });
  for (const { id, name, minute, event } of calls) {
    new SchedulerSchedule(stack, id, {
      name,
      groupName: group.name,
      description: "Overdue rotations, stuck ones, failing logins and drifted grants, measured once a day.",
      scheduleExpression: `cron(${minute} ${environment.monitoring.auditHourUtc} * * ? *)`,
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      kmsKeyArn: key.arn,
      target: {
        arn: rotator.arn,
        roleArn: role.arn,
        input: JSON.stringify(event),
        // The next day's call is as good as a late one.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      },
      dependsOn: [policy, ...rotator.ready],
    });
  }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
