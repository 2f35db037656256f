import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS, type MetricName } from "../../rotation-fn/settings";
import type { EnvironmentStack } from "../shared/environment-stack";
import { databaseIdentifier, resourceName } from "../shared/naming";
import type { Rotator } from "../shared/rotator";
import { alarmArn } from "./alarm";
import { AUDIT_FAILED, AUDIT_NOT_CALLED, FINDINGS } from "./audit-alarms";
import { dashboardBody, type Graph, graph, type MetricLine, type Row } from "./dashboard-widgets";
import { FUNCTION_ALARMS } from "./function-alarms";
import { ruleName } from "./rotation-events";

const DAY_SECONDS = 86_400;

/** One page for the environment: what rings, how rotations go, what the audit measured, and how the database is. */
export function dashboard(stack: EnvironmentStack, rotator: Rotator): CloudwatchDashboard {
  return new CloudwatchDashboard(stack, "dashboard", {
    dashboardName: resourceName(stack.environment, "rotation"),
    dashboardBody: dashboardBody([
      alarmRow(stack, rotator),
      rotationRow(stack, rotator),
      auditRow(stack),
      ...secretRow(stack, rotator),
      databaseRow(stack),
      ...failureRow(stack, rotator),
    ]),
  });
}

function alarmRow(stack: EnvironmentStack, rotator: Rotator): Row {
  const ofFunction = Object.values(FUNCTION_ALARMS).filter(
    (name) => name !== FUNCTION_ALARMS.slow || rotator.own !== undefined,
  );
  const ofAudit = [...FINDINGS, AUDIT_FAILED].map(({ called }) => called);
  const alarms = [...ofFunction, ...ofAudit, AUDIT_NOT_CALLED].map((name) => alarmArn(stack, name));
  const title = `What rings in ${stack.environment.name}`;
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

/** How many app secrets have a finding; which ones is in the table below it. */
function auditRow(stack: EnvironmentStack): Row {
  const line = (metric: MetricName, label: string): MetricLine => [
    METRIC_NAMESPACE,
    metric,
    METRIC_DIMENSION,
    stack.environment.name,
    { label },
  ];
  const days = line(METRICS.daysSinceRotation, "the longest");
  return row(stack, [
    { title: "Days since the last rotation", stat: "Maximum", periodSeconds: DAY_SECONDS, metrics: [days] },
    {
      title: "Audit: app secrets with a finding",
      stat: "Maximum",
      periodSeconds: DAY_SECONDS,
      metrics: [...FINDINGS, AUDIT_FAILED].map(({ called, metric }) => line(metric, called)),
    },
  ]);
}

/** Every app secret as the last audit of a day found it, from the function's log: a metric of each would cost with each. */
function secretRow({ environment }: EnvironmentStack, { own }: Rotator): Row[] {
  if (own === undefined) return [];
  const latest = ["healthy", "daysSinceRotation", "loginFails", "pendingStuck", "rotationOverdue", "grantDrift"];
  const query = [
    `SOURCE '${own.logGroupName}'`,
    'filter event = "audit"',
    `stats ${[...latest, "problems"].map((field) => `latest(${field}) as ${field}_`).join(", ")} by secret`,
    "sort healthy_ asc, daysSinceRotation_ desc",
    "limit 1000",
  ].join(" | ");
  const properties = { title: "App secrets, as last audited", region: environment.region, view: "table", query };
  return [{ height: 8, items: [{ type: "log", width: 24, properties }] }];
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
