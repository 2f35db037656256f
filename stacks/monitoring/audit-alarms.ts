import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS, type MetricName } from "../../rotation-fn/settings";
import type { EnvironmentStack } from "../shared/environment-stack";
import { type MetricAlarmOptions, metricAlarm } from "./alarm";
import { auditGroupName } from "./audit-schedule";

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

interface Finding {
  /** Ends the alarm's id and name. */
  readonly called: string;
  readonly metric: MetricName;
  readonly meaning: string;
}

/** What the audit can find, most urgent first. Each is 0 where all is well, and left out when it could not be determined. */
export const FINDINGS: readonly Finding[] = [
  {
    called: "login-failed",
    metric: METRICS.loginFails,
    meaning: "the database refuses the login with AWSCURRENT: applications cannot log in. Roll the secret forward",
  },
  {
    called: "stuck",
    metric: METRICS.pendingStuck,
    meaning: "a rotation has begun and not ended. Start it again (rotate-secret): it goes on where it stopped",
  },
  {
    called: "overdue",
    metric: METRICS.rotationOverdue,
    meaning: "it should have rotated by now, or does not rotate at all. Look for a cancelled rotation",
  },
  {
    called: "grant-drift",
    metric: METRICS.grantDrift,
    meaning:
      "the accounts of its users are not as they should be: rights differ from each other or from the environment, an account refuses AWSCURRENT, or its plugin is about to go. The audit's line says what to do",
  },
  {
    called: "unlabelled-passwords",
    metric: METRICS.unlabelledPasswords,
    meaning:
      "a password that no label of the secret holds opens one of its accounts. The next rotation ends it, or the audit's line says what does",
  },
];

/** That it could not find out everything. */
export const AUDIT_FAILED: Finding = {
  called: "audit-failed",
  metric: METRICS.auditFailed,
  meaning:
    "the daily audit could not find out everything, or did not run (INSUFFICIENT_DATA). Its log line has the cause",
};

/** That a part of the audit was not called at all. */
export const AUDIT_NOT_CALLED = "audit-not-called";

/**
 * Two days are looked at, and one bad measurement rings: the audit's minute moves a little, so a single period of a day is now and then
 * without a measurement and would tell of silence where there is none.
 */
const AUDIT_PERIODS = { periodSeconds: DAY_SECONDS, periods: 2 };

/** Rings when at least one app secret has a finding, and when the audit fails or falls silent: so many alarms, however many secrets there are. */
export function auditAlarms(stack: EnvironmentStack, topicArn: string): void {
  // All parts of an audit are measured at the beginning of its hour. A finding holds until the next audit.
  for (const finding of FINDINGS) {
    findingAlarm(stack, finding, { topicArn, silence: "unchanged", periodSeconds: HOUR_SECONDS });
  }
  findingAlarm(stack, AUDIT_FAILED, { topicArn, silence: "suspicious", ...AUDIT_PERIODS });
  metricAlarm(stack, "audit_not_called_alarm", {
    name: AUDIT_NOT_CALLED,
    description: `A call of the daily audit was given up, so that some app secrets of ${stack.environment.name} were not audited. Look at the role and the function of its schedules.`,
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
    metric: {
      namespace: "AWS/Scheduler",
      name: "InvocationDroppedCount",
      dimensions: { ScheduleGroup: auditGroupName(stack.environment) },
    },
    statistic: "Sum",
    atLeast: 1,
    topicArn,
  });
}

function findingAlarm(
  stack: EnvironmentStack,
  { called, metric, meaning }: Finding,
  options: Pick<MetricAlarmOptions, "topicArn" | "silence" | "periodSeconds" | "periods">,
): void {
  const { name } = stack.environment;
  metricAlarm(stack, `${called.replaceAll("-", "_")}_alarm`, {
    name: called,
    description: `At least one app secret of ${name}: ${meaning}. Which: npm run ops -- status ${name}, or the function's log line audit-summary.`,
    metric: { namespace: METRIC_NAMESPACE, name: metric, dimensions: { [METRIC_DIMENSION]: name } },
    statistic: "Maximum",
    atLeast: 1,
    ...options,
  });
}
