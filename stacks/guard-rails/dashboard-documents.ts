import type { ModelResource } from "./environment-model";
import { asList, asObject } from "./json";
import type { SizedDocument } from "./sized-document";

/**
 * What a dashboard may show: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
const MAX_WIDGETS = 500;
const MAX_METRICS_OF_WIDGET = 500;
const MAX_METRICS = 2500;
const MAX_ALARMS_OF_WIDGET = 100;

/** What a dashboard holds, against what CloudWatch takes. */
export function dashboardDocuments({ path, values }: ModelResource): readonly SizedDocument[] {
  const body = asObject(JSON.parse(String(values.dashboard_body)));
  const widgets = asList(body.widgets).map((widget) => asObject(asObject(widget).properties));
  const metrics = widgets.map((properties) => asList(properties.metrics).length);
  const alarms = widgets.map((properties) => asList(properties.alarms).length);
  return [
    { kind: "dashboard", path, size: widgets.length, max: MAX_WIDGETS, unit: "widgets" },
    {
      kind: "dashboard",
      path,
      size: metrics.reduce((sum, count) => sum + count, 0),
      max: MAX_METRICS,
      unit: "metrics",
    },
    { kind: "graph", path, size: Math.max(0, ...metrics), max: MAX_METRICS_OF_WIDGET, unit: "metrics" },
    { kind: "list of alarms", path, size: Math.max(0, ...alarms), max: MAX_ALARMS_OF_WIDGET, unit: "alarms" },
  ];
}
