import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { EnvironmentStack } from "../shared/environment-stack";
import { arnOf, resourceName } from "../shared/naming";

export interface MetricAlarmOptions {
  /** Without the environment. */
  readonly name: string;
  /** What it means and what to do: all that a person sees at first. */
  readonly description: string;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
  };
  readonly statistic: "Maximum" | "Sum";
  /** The value from which it rings. */
  readonly atLeast: number;
  /** What is looked at together; five minutes without this. */
  readonly periodSeconds?: number;
  /** So many periods are looked at, and the value of one is enough to ring; one without this. */
  readonly periods?: number;
  /**
   * What silence means: `fine` for metrics of events, which are there when something happens; `unchanged` for those that
   * are measured now and then; `suspicious` when it is told, too.
   */
  readonly silence?: "fine" | "unchanged" | "suspicious";
  readonly topicArn: string;
}

const TREATMENT = { fine: "notBreaching", unchanged: "ignore", suspicious: "missing" } as const;

/** An alarm that tells its topic when it rings and when it is over. */
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
