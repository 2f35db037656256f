import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../../rotation-fn/settings";
import type { EnvironmentStack } from "../shared/environment-stack";
import { databaseIdentifier, resourceName, secretName } from "../shared/naming";
import type { Rotator } from "../shared/rotator";
import { alarmArn } from "./alarm";
import { AUDIT_FAILED, FINDINGS } from "./audit-alarms";
import { dashboardBody, type Graph, graph, type MetricLine, type Row } from "./dashboard-widgets";
import { FUNCTION_ALARMS } from "./function-alarms";
import { ruleName } from "./rotation-events";

const DAY_SECONDS = 86_400;

/** CloudWatch shows 100 alarms in one widget, and 500 metrics in a graph, which is more than can be read. */
const MAX_SHOWN = 100;

/** The first of many, and the title of a widget that shows them: it says how many there are. */
function firstOf<Item>(all: readonly Item[], title: string, what: string): { shown: readonly Item[]; title: string } {
  if (all.length <= MAX_SHOWN) return { shown: all, title };
  return { shown: all.slice(0, MAX_SHOWN), title: `${title} (first ${MAX_SHOWN} of ${all.length} ${what})` };
}

/** One page for the environment: what rings, how rotations go, what the audit measured, and how the database is. */
export function dashboard(stack: EnvironmentStack, rotator: Rotator): CloudwatchDashboard {
  return new CloudwatchDashboard(stack, "dashboard", {
    dashboardName: resourceName(stack.environment, "rotation"),
    dashboardBody: dashboardBody([
      alarmRow(stack, rotator),
      rotationRow(stack, rotator),
      auditRow(stack),
      databaseRow(stack),
      ...failureRow(stack, rotator),
    ]),
  });
}

function alarmRow(stack: EnvironmentStack, rotator: Rotator): Row {
  const ofFunction = Object.values(FUNCTION_ALARMS).filter(
    (name) => name !== FUNCTION_ALARMS.slow || rotator.own !== undefined,
  );
  const ofSecrets = stack.environment.appSecrets.flatMap((appSecret) =>
    [...FINDINGS, AUDIT_FAILED].map(({ called }) => `${appSecret.name}-${called}`),
  );
  const { shown, title } = firstOf([...ofFunction, ...ofSecrets], `What rings in ${stack.environment.name}`, "alarms");
  const alarms = shown.map((name) => alarmArn(stack, name));
  return { height: 4, items: [{ type: "alarm", width: 24, properties: { title, alarms } }] };
}

function rotationRow(stack: EnvironmentStack, rotator: Rotator): Row {
  const ofFunction = (metric: string, label: string): MetricLine => [
    "AWS/Lambda",
    metric,
    "FunctionName",
    rotator.name,
    { label },
  ];
  const limit =
    rotator.own === undefined ? {} : { limit: { label: "stopped", value: rotator.own.timeoutSeconds * 1000 } };
  return row(stack, [
    {
      title: "Rotations",
      stat: "Sum",
      periodSeconds: DAY_SECONDS,
      metrics: [
        ["AWS/Events", "TriggeredRules", "RuleName", ruleName(stack, "rotation_succeeded"), { label: "succeeded" }],
        ["AWS/Events", "TriggeredRules", "RuleName", ruleName(stack, "rotation_failed"), { label: "failed" }],
      ],
    },
    {
      title: "Calls of the function",
      stat: "Sum",
      periodSeconds: 300,
      metrics: [ofFunction("Invocations", "calls"), ofFunction("Errors", "failed"), ofFunction("Throttles", "not run")],
    },
    {
      title: "Longest call (ms)",
      stat: "Maximum",
      periodSeconds: 300,
      metrics: [ofFunction("Duration", "longest")],
      ...limit,
    },
  ]);
}

function auditRow(stack: EnvironmentStack): Row {
  const secrets = stack.environment.appSecrets.map((appSecret) => secretName(stack.environment, appSecret));
  const ofSecret = (metric: string, secret: string, label: string): MetricLine => [
    METRIC_NAMESPACE,
    metric,
    METRIC_DIMENSION,
    secret,
    { label },
  ];
  const ofSecrets = (title: string, metric: string) => {
    const first = firstOf(secrets, title, "app secrets");
    return {
      title: first.title,
      stat: "Maximum" as const,
      periodSeconds: DAY_SECONDS,
      metrics: first.shown.map((secret) => ofSecret(metric, secret, secret)),
    };
  };
  return row(stack, [
    ofSecrets("Days since the last rotation", METRICS.daysSinceRotation),
    ...FINDINGS.slice(0, 2).map(({ called, metric }) => ofSecrets(`Audit: ${called}`, metric)),
  ]);
}

function databaseRow(stack: EnvironmentStack): Row {
  const ofDatabase = (metric: string): MetricLine => [
    "AWS/RDS",
    metric,
    "DBInstanceIdentifier",
    databaseIdentifier(stack.environment),
    { label: metric },
  ];
  return row(stack, [
    { title: "Database: CPU (%)", stat: "Average", periodSeconds: 300, metrics: [ofDatabase("CPUUtilization")] },
    {
      title: "Database: connections",
      stat: "Maximum",
      periodSeconds: 300,
      metrics: [ofDatabase("DatabaseConnections")],
    },
    {
      title: "Database: free storage (bytes)",
      stat: "Average",
      periodSeconds: 300,
      metrics: [ofDatabase("FreeStorageSpace")],
    },
  ]);
}

/** The last failures in the function's own words. */
function failureRow({ environment }: EnvironmentStack, { own }: Rotator): Row[] {
  if (own === undefined) return [];
  const query = [
    `SOURCE '${own.logGroupName}'`,
    "fields @timestamp, code, step, action, secretId, message",
    'filter outcome = "failed"',
    "sort @timestamp desc",
    "limit 20",
  ].join(" | ");
  const properties = { title: "Last failures", region: environment.region, view: "table", query };
  return [{ height: 6, items: [{ type: "log", width: 24, properties }] }];
}

function row({ environment }: EnvironmentStack, graphs: readonly Omit<Graph, "region" | "width">[]): Row {
  const width = 24 / graphs.length;
  return { height: 6, items: graphs.map((each) => graph({ ...each, width, region: environment.region })) };
}
