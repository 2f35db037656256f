import type { EncryptionKey } from "../shared/encryption-key";
import type { EnvironmentStack } from "../shared/environment-stack";
import type { AuditedSecret } from "../shared/function-events";
import type { Rotator } from "../shared/rotator";
import { alertTopics } from "./alert-topics";
import { auditAlarms } from "./audit-alarms";
import { auditSchedule } from "./audit-schedule";
import { dashboard } from "./dashboard";
import { functionAlarms } from "./function-alarms";
import { rotationEvents } from "./rotation-events";

export interface MonitoringOptions {
  readonly rotator: Rotator;
  /** Encrypts the audit's schedules. */
  readonly key: EncryptionKey;
  readonly appSecrets: readonly AuditedSecret[];
  readonly adminSecretArn: string;
}

export interface Monitoring {
  readonly alertsTopicArn: string;
  readonly rotationsTopicArn: string;
  /** Undefined where the environment wants none. */
  readonly dashboardName: string | undefined;
}

/** Everything that tells people how rotation goes: events, alarms, the daily audit, the dashboard. */
export function monitoring(stack: EnvironmentStack, options: MonitoringOptions): Monitoring {
  const { rotator, key, appSecrets, adminSecretArn } = options;
  const topics = alertTopics(stack);
  rotationEvents(stack, adminSecretArn, topics);
  functionAlarms(stack, rotator, topics.alertsArn);
  auditSchedule(stack, key, rotator, appSecrets);
  auditAlarms(stack, topics.alertsArn);
  return {
    alertsTopicArn: topics.alertsArn,
    rotationsTopicArn: topics.rotationsArn,
    dashboardName: stack.environment.monitoring.dashboard ? dashboard(stack, rotator).dashboardName : undefined,
  };
}
