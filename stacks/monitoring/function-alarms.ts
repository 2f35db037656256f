import type { EnvironmentStack } from "../shared/environment-stack";
import type { Rotator } from "../shared/rotator";
import { metricAlarm } from "./alarm";

/** A call that takes longer than this part of its time was nearly stopped. Waiting for a rotation takes less: it ends by itself. */
const NEARLY_STOPPED = 0.9;

export const FUNCTION_ALARMS = {
  errors: "rotation-errors",
  throttles: "rotation-throttles",
  slow: "rotation-slow",
} as const;

/** Rings when the function fails, is not run, or is nearly stopped by its time limit. */
export function functionAlarms(stack: EnvironmentStack, rotator: Rotator, topicArn: string): void {
  const metric = (name: string) => ({ namespace: "AWS/Lambda", name, dimensions: { FunctionName: rotator.name } });
  metricAlarm(stack, "errors_alarm", {
    name: FUNCTION_ALARMS.errors,
    description: "An invocation of the rotation function failed. Its log has one line with code, cause and remedy.",
    metric: metric("Errors"),
    statistic: "Sum",
    atLeast: 1,
    topicArn,
  });
  metricAlarm(stack, "throttles_alarm", {
    name: FUNCTION_ALARMS.throttles,
    description: "Lambda did not run the rotation function. Raise its reservedConcurrency or the account's quota.",
    metric: metric("Throttles"),
    statistic: "Sum",
    atLeast: 1,
    topicArn,
  });
  if (rotator.own === undefined) return; // its timeout is unknown here
  const { timeoutSeconds } = rotator.own;
  metricAlarm(stack, "slow_alarm", {
    name: FUNCTION_ALARMS.slow,
    description: `An invocation of the rotation function took nearly all of its ${timeoutSeconds} s. Find out what is slow: its log has the times.`,
    metric: metric("Duration"),
    statistic: "Maximum",
    atLeast: timeoutSeconds * 1000 * NEARLY_STOPPED,
    topicArn,
  });
}
