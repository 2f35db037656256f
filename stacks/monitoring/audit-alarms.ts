import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS, type MetricName } from "../../rotation-fn/settings";
import type { EnvironmentStack } from "../shared/environment-stack";
import { secretName } from "../shared/naming";
import { type MetricAlarmOptions, metricAlarm } from "./alarm";

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
    meaning:
      "the database refuses the login with AWSCURRENT: applications cannot log in. Roll the secret forward: docs/runbook.md",
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

/**
 * Two days are looked at, and one bad measurement rings: the audit's minute moves a little, so a single period of a day is now and then
 * without a measurement and would tell of silence where there is none.
 */
const AUDIT_PERIODS = { periodSeconds: DAY_SECONDS, periods: 2 };

/** Rings for each finding of each app secret; and when its audit fails or falls silent. */
export function auditAlarms(stack: EnvironmentStack, topicArn: string): void {
  for (const appSecret of stack.environment.appSecrets) {
    // Measured once a day, a finding holds until it is measured again.
    for (const finding of FINDINGS) {
      findingAlarm(stack, appSecret, finding, { topicArn, silence: "unchanged" });
    }
    findingAlarm(stack, appSecret, AUDIT_FAILED, { topicArn, silence: "suspicious", ...AUDIT_PERIODS });
  }
}

function findingAlarm(
  stack: EnvironmentStack,
  appSecret: { readonly name: string },
  { called, metric, meaning }: Finding,
  options: Pick<MetricAlarmOptions, "topicArn" | "silence" | "periodSeconds" | "periods">,
): void {
  const secret = secretName(stack.environment, appSecret);
  metricAlarm(stack, `${called.replaceAll("-", "_")}_alarm_${appSecret.name}`, {
    name: `${appSecret.name}-${called}`,
    description: `${secret}: ${meaning}.`,
    metric: { namespace: METRIC_NAMESPACE, name: metric, dimensions: { [METRIC_DIMENSION]: secret } },
    statistic: "Maximum",
    atLeast: 1,
    ...options,
  });
}
