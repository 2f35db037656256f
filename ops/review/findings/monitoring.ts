import { changesIn, type Review } from "../model/change";
import type { Finding } from "./finding";

const TYPES = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_event_rule", "aws_sns_topic", "aws_flow_log"] as const;

/** Alarms and event rules that go without a successor: what failed silently afterwards. */
export function monitoring(review: Review): readonly Finding[] {
  const removed = changesIn(review, ...TYPES).filter(({ action }) => action === "delete");
  const muted = changesIn(review, "aws_cloudwatch_metric_alarm").filter(
    ({ before, after }) => before?.actions_enabled === true && after?.actions_enabled === false,
  );
  const all = [...removed, ...muted];
  if (all.length === 0) return [];
  const names = all.map(({ before, name }) => `\`${String(before?.alarm_name ?? before?.name ?? name)}\``);
  const text = `Monitoring is removed: ${names.join(", ")}. Make sure that something else reports what they reported.`;
  return [
    {
      code: "monitoring_removed",
      severity: "attention",
      headline: `${all.length === 1 ? "one alarm or event rule is" : `${all.length} alarms or event rules are`} removed`,
      text,
      resources: all.map(({ stack, address }) => `${stack}: ${address}`),
    },
  ];
}
