import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, resourceName } from "../shared/naming";

export interface MetricAlarmOptions {
  /** Without the environment. */
  readonly name: string;
  /** What it means and what to do: the first text that a person sees. */
  readonly description: string;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
  };
  readonly statistic: "Maximum" | "Sum";
  /** The threshold, inclusive. */
  readonly atLeast: number;
  /** The period; five minutes by default. */
  readonly periodSeconds?: number;
  /** The number of evaluated periods, of which one is enough for the alarm; one by default. */
  readonly periods?: number;
  /**
   * How to treat missing data: `fine` for metrics that exist only when something happens; `unchanged` for those that
   * are measured from time to time; `suspicious` to notify of missing data too.
   */
  readonly silence?: "fine" | "unchanged" | "suspicious";
  readonly topicArn: string;
}

const TREATMENT = { fine: "notBreaching", unchanged: "ignore", suspicious: "missing" } as const;

/** An alarm that notifies its topic when it starts and when it ends. */
export function metricAlarm(stack: EnvironmentStack, id: string, options: MetricAlarmOptions): void {
  const { metric, silence = "fine", topicArn } = options;
  new CloudwatchMetricAlarm(stack, id, {
    alarmName: alarmName(stack, options.name),
    alarmDescription: options.description,
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: { ...metric.dimensions },
    statistic: options.statistic,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: options.atLeast,
    period: options.periodSeconds ?? 300,
    evaluationPeriods: options.periods ?? 1,
    ...(options.periods === undefined ? {} : { datapointsToAlarm: 1 }),
    treatMissingData: TREATMENT[silence],
    alarmActions: [topicArn],
    okActions: [topicArn],
    ...(silence === "suspicious" ? { insufficientDataActions: [topicArn] } : {}),
  });
}

function alarmName(stack: EnvironmentStack, name: string): string {
  return resourceName(stack.environment, name);
}

/** The ARN of an alarm of this environment, for a dashboard. */
export function alarmArn(stack: EnvironmentStack, name: string): string {
  return arnOf(stack.environment, "cloudwatch", `alarm:${alarmName(stack, name)}`);
}
