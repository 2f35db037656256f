import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { EnvironmentStack } from "../shared/environment-stack";
import { partitionOf, resourceName } from "../shared/naming";

/** The two checks that EC2 makes every minute, and what helps when one fails. */
const CHECKS = [
  { id: "system", metric: "StatusCheckFailed_System", of: "the machine below the host", remedy: "recover" },
  { id: "instance", metric: "StatusCheckFailed_Instance", of: "the host itself", remedy: "reboot" },
] as const;

/**
 * Alarms on the status checks. Each recovers or restarts the host. They notify no one, because the host keeps no data; the alarm's
 * history shows what happened.
 */
export function bastionAlarms(stack: EnvironmentStack, instanceId: string): void {
  const { environment } = stack;
  const { region } = environment;
  for (const { id, metric, of, remedy } of CHECKS) {
    new CloudwatchMetricAlarm(stack, `${id}_check_alarm`, {
      alarmName: resourceName(environment, `bastion-${id}-check`),
      alarmDescription: `The status check of ${of} failed three times in a row; EC2 is told to ${remedy} the host.`,
      namespace: "AWS/EC2",
      metricName: metric,
      dimensions: { InstanceId: instanceId },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 3,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      // A host that was stopped for the night has no checks.
      treatMissingData: "notBreaching",
      alarmActions: [`arn:${partitionOf(region)}:automate:${region}:ec2:${remedy}`],
    });
  }
}
